// Keys for scoring: 1 to 6 choose a line, [ and ] change the part, ? lists them. They can be switched off.

const list = document.querySelector("[data-keys]");
const toggle = list?.querySelector("[data-keys-switch]");
const STORED = "review-keys";

const isOn = () => {
  try {
    return localStorage.getItem(STORED) !== "off";
  } catch {
    return true; // storage may be forbidden; then the keys work and cannot be switched off for long
  }
};

const tell = () => {
  toggle.textContent = isOn() ? list.dataset.off : list.dataset.on;
};

if (list) {
  toggle.hidden = false;
  tell();
  toggle.addEventListener("click", () => {
    try {
      localStorage.setItem(STORED, isOn() ? "off" : "on");
    } catch {
      return;
    }
    tell();
  });
  document.addEventListener("keydown", (event) => {
    if (!isOn() || event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest("textarea, select, input:not([type=radio]):not([type=checkbox])");
    if (typing) return;
    if (event.key === "?") {
      list.open = true;
      list.querySelector("summary").focus();
      return;
    }
    const link = [...document.querySelectorAll("a[data-key]")].find((one) => one.dataset.key === event.key);
    if (link) {
      event.preventDefault();
      link.click();
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
