// The fact sheet saves each figure as it is entered: a hundred boxes, each with its own version,
// so that a conflict holds up one box only. Without scripts the page's button does the same.
// What is not saved yet is kept on this device until it is.

import { forget, keep, kept } from "./device.js";
import { clock, newId } from "./saves.js";

const form = document.getElementById("fact-sheet");
const words = form.dataset;
const status = form.querySelector("[data-save-status]");
const base = JSON.parse(form.elements.base.value);
const key = `facts:${words.keeper}:${words.address}`;
const PAUSE = 1200;
const RETRY = 10000;
const FIELDS = ["note", "source", "dated", "grade"]; // of a figure, beside its value, as the base has them

const figures = new Map();
let since = null; // the time from which there was no connection
let stopped = false; // signed out: nothing more is sent from this page

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

function tell(text, unsaved) {
  status.textContent = text;
  status.classList.toggle("unsaved", unsaved);
}

// One figure: its fields, what the server has of it, and whether a save is under way.
class Figure {
  constructor(box) {
    this.name = box.dataset.figure;
    this.box = box;
    this.value = form.elements[`value.${this.name}`];
    this.rest = FIELDS.map((field) => form.elements[`${field}.${this.name}`]);
    this.said = box.querySelector("[data-said]");
    this.saveId = newId();
    this.busy = false;
    // What the server sent back as wrong or in conflict waits for a hand, not for a timer.
    this.blocked = box.matches(".wrong, .twice");
    for (const field of this.fields) {
      field.addEventListener("input", () => this.changed());
      field.addEventListener("change", () => this.save());
    }
  }

  get fields() {
    return [this.value, ...this.rest];
  }

  get typed() {
    return [this.value.value.trim(), ...this.rest.map((field) => field.value.trim().replace(/\s+/g, " "))];
  }

  get dirty() {
    return this.typed.some((text, place) => text !== base[this.name][place + 1]);
  }

  put(texts) {
    this.fields.forEach((field, place) => { field.value = texts[place] ?? ""; });
  }

  changed() {
    this.blocked = false;
    remember();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  async save(leaving = false) {
    clearTimeout(this.timer);
    if (stopped || this.busy || this.blocked || !this.dirty) return;
    this.busy = true;
    const typed = this.typed;
    const [value, note, source, dated, grade] = typed;
    const sent = { value, note, source, dated, grade, version: base[this.name][0], save_id: this.saveId };
    tell(words.saving, false);
    try {
      const answer = await fetch(`${words.address}/${this.name.replace(".", "/")}`, {
        method: "PUT",
        keepalive: leaving,
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRF-Token": form.elements.csrf_token.value },
        body: JSON.stringify(sent),
      });
      await this.answered(answer, typed);
    } catch {
      lost();
    } finally {
      this.busy = false;
    }
    if (this.dirty && !this.blocked && since === null) this.changed();
  }

  async answered(answer, typed) {
    const told = await answer.json();
    if (answer.status === 401 || answer.status === 400) {
      stopped = true;
      tell(words.signedOut, true);
      const link = document.createElement("a");
      link.href = words.address;
      link.textContent = words.signIn;
      status.append(" ", link);
      return;
    }
    since = null;
    if (answer.ok) return this.saved(told, typed);
    this.blocked = true;
    if (answer.status === 409 && told.version) this.twice(told);
    else this.refused(told.detail);
    tell(words.refused, true);
  }

  saved(told, typed) {
    // What was typed stays in the box; it counts as what is kept, in whatever notation.
    base[this.name] = [told.version, ...this.withoutDropped(told, typed)];
    const [value] = typed;
    this.tellOrigin(told);
    this.saveId = newId();
    this.clear();
    if (told.shown !== value && value !== "") {
      const back = document.createElement("span");
      back.className = "read-back";
      back.textContent = `= ${told.shown}`;
      this.said.append(back);
    }
    remember();
    if (![...figures.values()].some((figure) => figure.dirty)) tell(fill(words.saved, { at: told.at || clock() }), false);
    // A correction may have made room for a figure that contradicted the old one.
    for (const figure of figures.values()) {
      if (figure.blocked && figure.box.classList.contains("wrong")) {
        figure.blocked = false;
        figure.save();
      }
    }
  }

  // Where a released number comes from goes with it; its fields must not bring it back.
  withoutDropped(told, typed) {
    const now = this.typed;
    return typed.map((text, place) => {
      const field = FIELDS[place - 1];
      if (!field || told[field] !== "" || now[place] !== text) return text;
      this.rest[place - 1].value = "";
      return "";
    });
  }

  tellOrigin(told) {
    this.box.querySelector("[data-told]").textContent = told.told;
  }

  clear() {
    this.said.textContent = "";
    this.box.classList.remove("wrong", "twice");
    this.value.classList.remove("govuk-input--error");
    this.value.removeAttribute("aria-invalid");
  }

  message(text, kind) {
    this.clear();
    this.box.classList.add(kind);
    const line = document.createElement("p");
    line.className = "govuk-error-message";
    line.textContent = text;
    this.said.append(line);
  }

  refused(detail) {
    this.message(`${words.error}: ${detail}`, "wrong");
    this.value.classList.add("govuk-input--error");
    this.value.setAttribute("aria-invalid", "true");
  }

  twice(told) {
    this.message(fill(words.twice, { who: told.who, value: told.shown, at: told.at }), "twice");
    const theirs = [told.text, ...FIELDS.map((field) => told[field])];
    const mine = this.choice(words.mine, () => {
      base[this.name] = [told.version, ...theirs];
      this.clear();
      this.blocked = false;
      this.save();
    });
    const yours = this.choice(words.theirs, () => {
      base[this.name] = [told.version, ...theirs];
      this.put(theirs);
      this.tellOrigin(told);
      this.clear();
      this.blocked = false;
      remember();
    });
    this.said.append(mine, yours);
  }

  choice(text, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn plain";
    button.textContent = text;
    button.addEventListener("click", () => {
      act();
      this.value.focus();
    });
    return button;
  }
}

function lost() {
  since ??= clock();
  tell(fill(words.offline, { since }), true);
}

function remember() {
  form.elements.base.value = JSON.stringify(base);
  const open = {};
  for (const figure of figures.values()) if (figure.dirty) open[figure.name] = [...figure.typed, base[figure.name][0]];
  if (Object.keys(open).length) keep(key, open);
  else forget(key);
}

function restore() {
  let restored = false;
  for (const [name, texts] of Object.entries(kept(key) ?? {})) {
    const figure = figures.get(name);
    if (!figure || figure.dirty) continue;
    const version = texts.pop();
    figure.put(texts);
    if (!figure.dirty) continue;
    base[name][0] = version;
    restored = true;
    figure.save();
  }
  if (restored) tell(words.restored, false);
  remember();
}

for (const box of form.querySelectorAll("[data-figure]")) {
  const figure = new Figure(box);
  figures.set(figure.name, figure);
}
restore();

setInterval(() => {
  if (since === null) return;
  for (const figure of figures.values()) if (figure.dirty) figure.save();
}, RETRY);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") for (const figure of figures.values()) figure.save(true);
});
