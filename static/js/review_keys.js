// Keys for scoring: 1 to 6 choose a line, letters go to a place on the page, [ and ] change the part,
// ? lists them. Escape leaves a field, Ctrl and Enter save. They can be switched off.

import { keep, kept } from "./device.js";

const list = document.querySelector("[data-keys]");
const toggle = list?.querySelector("[data-keys-switch]");
const STORED = "review-keys";

// Where nothing may be kept the keys work, and cannot be switched off for long.
const isOn = () => kept(STORED) !== "off";

const tell = () => {
  toggle.textContent = isOn() ? list.dataset.off : list.dataset.on;
};

if (list) {
  toggle.hidden = false;
  tell();
  toggle.addEventListener("click", () => {
    keep(STORED, isOn() ? "off" : "on");
    tell();
  });
  document.addEventListener("keydown", (event) => {
    if (!isOn() || event.altKey) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = document.querySelector("form[data-saving]");
      const onward = form?.querySelector(".save-bar button.go");
      if (onward) {
        event.preventDefault();
        form.requestSubmit(onward);
      }
      return;
    }
    if (event.ctrlKey || event.metaKey) return;
    const typing = event.target.closest("textarea, select, input:not([type=radio]):not([type=checkbox])");
    if (typing) {
      if (event.key === "Escape") typing.blur();
      return;
    }
    if (event.key === "?") {
      list.open = true;
      list.querySelector("summary").focus();
      return;
    }
    const link = [...document.querySelectorAll("a[data-key]")].find((one) => one.dataset.key === event.key);
    if (link) {
      event.preventDefault();
      link.click();
      const place = link.hash && document.querySelector(link.hash);
      if (place instanceof HTMLDetailsElement) place.open = true;
      (place?.querySelector("textarea, summary") ?? place)?.focus();
      return;
    }
    const radio = /^[1-9]$/.test(event.key) && document.querySelectorAll(".bands input[type=radio]")[Number(event.key) - 1];
    if (radio) {
      event.preventDefault();
      radio.checked = true;
      radio.focus();
      radio.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
}
