// Follows a meeting, and steps by the keyboard.

import { clock, follow, replacing, tell } from "./live.js";

const live = document.querySelector("[data-live]");

follow(live, (html, tag) => {
  replacing(live, () => {
    live.innerHTML = html;
  });
  live.dataset.tag = tag;
  const title = live.querySelector("h1");
  if (title && live.dataset.title) document.title = `${title.textContent} · ${live.dataset.title}`;
  tell(live);
  clock();
});

const KEYS = { ArrowRight: "[data-next]", PageDown: "[data-next]", ArrowLeft: "[data-back]", PageUp: "[data-back]" };
document.addEventListener("keydown", (event) => {
  const form = live.querySelector(KEYS[event.key] || "none");
  if (!form || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.target.closest("input, textarea, select")) return;
  event.preventDefault();
  form.requestSubmit();
});
