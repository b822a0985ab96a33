// The page of a part: tells in words how saving stands, and what to do when it does not work.

import { clock } from "./saves.js";
import { Saving } from "./saving.js";

const form = document.querySelector("form[data-saving]");
const status = form.querySelector("[data-save-status]");
const words = form.dataset;
let savedAt = status.textContent.match(/\d\d:\d\d/)?.[0] ?? null;
let trouble = null;

function say(text, { tick = false, unsaved = false } = {}) {
  const shown = (tick ? "✓ " : "") + text;
  if (status.textContent.trim() === shown) return; // said once, not at every save
  status.classList.toggle("unsaved", unsaved);
  status.replaceChildren();
  if (tick) {
    const sign = document.createElement("span");
    sign.setAttribute("aria-hidden", "true");
    sign.textContent = "✓ ";
    status.append(sign);
  }
  status.append(text);
}

function alarm(text, act) {
  clear();
  trouble = document.createElement("div");
  trouble.className = "save-trouble";
  trouble.setAttribute("role", "alert");
  const sentence = document.createElement("p");
  sentence.textContent = text;
  trouble.append(sentence);
  if (act) trouble.append(act);
  status.after(trouble);
}

function clear() {
  trouble?.remove();
  trouble = null;
}

function button(text, onClick) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn plain";
  made.textContent = text;
  made.addEventListener("click", onClick);
  return made;
}

function link(text, address) {
  const made = document.createElement("a");
  made.className = "btn plain";
  made.href = address;
  made.textContent = text;
  return made;
}

function notSaved() {
  return savedAt ? words.unsaved.replace("{time}", savedAt) : words.neverSaved;
}

const tellers = {
  saving: () => say(words.savingText),
  saved: (answer) => {
    savedAt = answer.saved_at;
    clear();
    say(words.saved.replace("{time}", savedAt), { tick: true });
  },
  offline: () => say(notSaved(), { unsaved: true }),
  refused: ({ detail }) => {
    if (!detail) return say(notSaved(), { unsaved: true });
    say("", { unsaved: true });
    alarm(words.refused.replace("{reason}", detail));
  },
  "signed-out": () => {
    say("", { unsaved: true });
    alarm(words.signedOut, link(words.signInText, words.signIn));
  },
  conflict: ({ detail }) => {
    say("", { unsaved: true });
    alarm(words.both.replace("{reason}", detail ?? ""), button(words.bothText, () => form.requestSubmit()));
  },
  restored: ({ at }) => {
    const banner = document.querySelector("[data-kept]");
    banner.textContent = words.restored.replace("{time}", clock(at));
    banner.hidden = false;
  },
};

const saving = new Saving(form, words.key, (kind, details = {}) => tellers[kind]?.(details));
if (new URLSearchParams(location.search).has("settled")) {
  saving.forget(); // both texts were seen and one was chosen
  history.replaceState(null, "", location.pathname);
}
saving.start();
