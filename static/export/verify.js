// Compares a file that is chosen or dropped with the register's list. It sends nothing anywhere.
"use strict";

(() => {
  const LARGEST = 10 * 1024 * 1024;
  const register = window.REGISTER;
  const input = document.getElementById("file");
  const result = document.getElementById("result");
  const said = name => document.getElementById(`says-${name}`).content.textContent.trim();
  const copy = id => document.getElementById(id).content.cloneNode(true);

  async function digest(bytes) {
    if (!window.crypto || !window.crypto.subtle) return window.sha256(bytes);
    const hash = new Uint8Array(await window.crypto.subtle.digest("SHA-256", bytes));
    return [...hash].map(byte => byte.toString(16).padStart(2, "0")).join("");
  }

  function band(look, title, sentences) {
    const shown = copy(`band-${look}`);
    shown.querySelector(".word").textContent = title;
    shown.querySelector(".word + p").textContent = sentences.filter(Boolean).join(" ");
    return shown;
  }

  function show(...parts) {
    result.replaceChildren(...parts);
    result.focus();
  }

  function found(entry) {
    const today = new Date().toISOString().slice(0, 10);
    const ended = entry.last < today && entry.look === "active";
    const title = entry.replaced ? said("replaced") : said("found").replace("{status}", entry.status);
    const facts = copy("found");
    facts.querySelector(".standing").replaceWith(band(
      entry.replaced ? "replaced" : ended ? "expired" : entry.look, title,
      [
        entry.reason,
        ended ? said("ended").replace("{until}", entry.until) : "",
        today > register.day ? said("since") : "",
        said("compare")
      ]));
    for (const slot of facts.querySelectorAll("[data-of]")) {
      slot.textContent = entry[slot.dataset.of];
    }
    facts.querySelector("[data-page]").href = entry.page;
    show(facts);
  }

  async function check(file) {
    if (!file) return;
    if (file.size > LARGEST) {
      show(band("forged", said("large"), []));
      return;
    }
    const hash = await digest(new Uint8Array(await file.arrayBuffer()));
    const known = Object.prototype.hasOwnProperty.call(register.files, hash);
    if (known) found(register.files[hash]);
    else show(band("forged", said("unlisted"), [`SHA-256: ${hash}`]));
  }

  document.getElementById("by-file").hidden = false;
  input.addEventListener("change", () => check(input.files[0]));
  document.addEventListener("dragover", event => event.preventDefault());
  document.addEventListener("drop", event => {
    event.preventDefault();
    check(event.dataTransfer.files[0]);
  });
})();
