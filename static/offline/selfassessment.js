// The script of a self-assessment that is taken along. It asks nobody for anything: what is written
// is put into the page itself, and the page is handed out as a file.
(() => {
  "use strict";
  const page = document.documentElement;
  const status = document.getElementById("status");
  const restored = document.getElementById("restored");
  const fields = [...document.querySelectorAll("[name]:is(textarea, select, input)")];
  const KEY = page.dataset.key;
  let waiting = false;

  const said = (field) => (field.type === "checkbox" ? field.checked : field.value);

  const put = (field, value) => {
    if (field.type === "checkbox") field.checked = value;
    else field.value = value;
  };

  // What is kept belongs to the file that it was written in: a file that was saved later has it.
  function keep() {
    try {
      const values = Object.fromEntries(fields.map((field) => [field.name, said(field)]));
      localStorage.setItem(KEY, JSON.stringify({ file: page.dataset.saved, values }));
      return true;
    } catch {
      return false; // a browser that keeps nothing for files
    }
  }

  function forget() {
    try {
      localStorage.removeItem(KEY);
    } catch {
      // nothing was kept either
    }
  }

  function restore() {
    let kept = null;
    try {
      kept = JSON.parse(localStorage.getItem(KEY) ?? "null");
    } catch {
      return;
    }
    if (kept?.file !== page.dataset.saved) return;
    for (const field of fields) {
      if (!(field.name in kept.values) || said(field) === kept.values[field.name]) continue;
      put(field, kept.values[field.name]);
      waiting = true;
    }
    restored.hidden = !waiting;
  }

  function count() {
    for (const place of document.querySelectorAll("[data-count]")) {
      const length = document.getElementById(place.dataset.count).value.length;
      place.textContent = place.dataset.words.replace("{count}", length);
    }
  }

  // A page that is written out has the values it came with; here it gets those that stand now.
  function settle() {
    for (const field of fields) {
      if (field.type === "checkbox") field.toggleAttribute("checked", field.checked);
      else if (field.tagName === "TEXTAREA") field.textContent = field.value;
      else for (const option of field.options) option.toggleAttribute("selected", option.selected);
    }
  }

  function save() {
    settle();
    page.dataset.saved = new Date().toISOString();
    status.textContent = "";
    restored.hidden = true;
    const file = new Blob([`<!doctype html>\n${page.outerHTML}\n`], { type: "text/html" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = `${document.getElementById("save").dataset.name}.form.html`;
    link.click();
    waiting = false;
    forget();
    status.textContent = status.dataset.saved;
  }

  restore();
  count();
  document.addEventListener("input", (event) => {
    const box = document.querySelector(`[data-reason="${event.target.id}"]`);
    if (box && event.target.value.trim()) box.checked = true;
    waiting = true;
    count();
    status.textContent = keep() ? status.dataset.kept : status.dataset.lost;
  });
  document.getElementById("save").addEventListener("click", save);
  window.addEventListener("beforeunload", (event) => {
    if (waiting) event.preventDefault();
  });
})();
