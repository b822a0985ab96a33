// The sheet of a round saves each figure as it is entered, with its unit, grade and note, as the
// fact sheet does: each box has its own revision, so that a conflict holds up one box only. What the
// checks say of the whole sheet comes back with each save. Without scripts the buttons do the same.

import { forget, keep, kept } from "./device.js";
import { clock, newId } from "./saves.js";

const form = document.getElementById("sheet");
const words = form.dataset;
const status = form.querySelector("[data-save-status]");
const base = JSON.parse(form.elements.base.value);
const key = `figures:${words.keeper}:${words.address}`;
const PAUSE = 1200;
const RETRY = 10000;

const entries = new Map();
let since = null; // the time from which there was no connection
let stopped = false; // signed out: nothing more is sent from this page

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

function tell(text, unsaved) {
  status.textContent = text;
  status.classList.toggle("unsaved", unsaved);
}

// One figure: its fields, what the server has of it, and whether a save is under way.
class Entry {
  constructor(box) {
    this.name = box.dataset.entry;
    this.box = box;
    const named = (what) => form.elements[`${what}.${this.name}`];
    this.number = named("number");
    this.unit = named("unit"); // absent where there is only one
    this.grade = named("grade");
    this.note = named("note");
    this.none = named("none");
    this.said = box.querySelector("[data-said]");
    this.says = box.querySelector("[data-says]");
    this.saveId = newId();
    this.busy = false;
    // What the server sent back as wrong or in conflict waits for a hand, not for a timer.
    this.blocked = box.matches(".wrong, .twice");
    for (const field of [this.number, this.note]) field.addEventListener("input", () => this.changed());
    for (const field of [this.number, this.unit, this.grade, this.note, this.none]) {
      field?.addEventListener("change", () => {
        this.blocked = false;
        this.save();
      });
    }
  }

  get typed() {
    return [
      this.number.value.trim(),
      this.unit?.value ?? "",
      this.grade.value,
      this.note.value.trim().replace(/\s+/g, " "),
      this.none.checked,
    ];
  }

  set typed([number, unit, grade, note, none]) {
    this.number.value = number;
    if (this.unit) this.unit.value = unit;
    this.grade.value = grade;
    this.note.value = note;
    this.none.checked = none;
  }

  get dirty() {
    const [, ...kept] = base[this.name];
    return this.typed.some((value, at) => value !== kept[at]);
  }

  changed() {
    this.blocked = false;
    remember();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  async save(leaving = false) {
    clearTimeout(this.timer);
    remember();
    if (stopped || this.busy || this.blocked || !this.dirty) return;
    this.busy = true;
    const typed = this.typed;
    const [number, unit, grade, note, none] = typed;
    const sent = { number, unit, grade, note, none, revision: base[this.name][0], save_id: this.saveId };
    tell(words.saving, false);
    try {
      const answer = await fetch(`${words.address}/${encodeURIComponent(this.name)}`, {
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
    if (answer.status === 409 && told.revision) this.twice(told);
    else this.refused(told.detail);
    tell(words.refused, true);
  }

  saved(told, typed) {
    // What was typed stays in the fields; it counts as what is kept, in whatever notation.
    base[this.name] = [told.revision, ...typed];
    this.saveId = newId();
    this.clear();
    if (typed[0] !== "" && told.shown !== typed[0]) {
      const back = document.createElement("span");
      back.className = "read-back";
      back.textContent = `= ${told.shown}`;
      this.said.append(back);
    }
    this.box.querySelector("[data-offer]")?.remove();
    remember();
    listen(told.says);
    progress(this);
    if (![...entries.values()].some((entry) => entry.dirty)) tell(fill(words.saved, { at: told.at || clock() }), false);
  }

  clear() {
    this.said.textContent = "";
    this.box.classList.remove("wrong", "twice");
    this.number.classList.remove("govuk-input--error");
    this.number.removeAttribute("aria-invalid");
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
    this.number.classList.add("govuk-input--error");
    this.number.setAttribute("aria-invalid", "true");
  }

  twice(told) {
    this.message(fill(words.twice, { who: told.who, value: told.shown, at: told.at }), "twice");
    const take = (typed) => () => {
      base[this.name] = [told.revision, ...told.typed];
      if (typed) this.typed = typed;
      this.clear();
      this.blocked = false;
      this.save();
    };
    this.said.append(this.choice(words.mine, take(null)), this.choice(words.theirs, take(told.typed)));
  }

  choice(text, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn plain";
    button.textContent = text;
    button.addEventListener("click", () => {
      act();
      this.number.focus();
    });
    return button;
  }
}

// What the checks say of the whole sheet, each sentence beside its figure.
function listen(says) {
  for (const [name, entry] of entries) {
    entry.says.replaceChildren(
      ...(says[name] ?? []).map((sentence) => {
        const line = document.createElement("li");
        line.textContent = sentence;
        return line;
      }),
    );
  }
}

// How far each group is, and where the next figure waits, below the one that was left last.
function progress(from) {
  const open = (entry) => entry.number.value.trim() === "" && !entry.none.checked;
  for (const group of form.querySelectorAll("[data-group]")) {
    const mine = [...entries.values()].filter((entry) => group.contains(entry.box));
    const given = mine.filter((entry) => !open(entry)).length;
    group.querySelector("[data-progress]").textContent = fill(words.given, { given, asked: mine.length });
  }
  const link = form.querySelector("[data-next-open]");
  if (!link) return;
  const all = [...entries.values()];
  const at = all.indexOf(from);
  const next = [...all.slice(at + 1), ...all.slice(0, at + 1)].find(open);
  link.hidden = !next;
  if (next) {
    link.href = `#number-${next.name}`;
    link.textContent = fill(words.next, { name: next.box.dataset.name });
  }
}

function lost() {
  since ??= clock();
  tell(fill(words.offline, { since }), true);
}

function remember() {
  form.elements.base.value = JSON.stringify(base);
  const open = {};
  for (const entry of entries.values()) if (entry.dirty) open[entry.name] = [base[entry.name][0], ...entry.typed];
  if (Object.keys(open).length) keep(key, open);
  else forget(key);
}

function restore() {
  let restored = false;
  for (const [name, [revision, ...typed]] of Object.entries(kept(key) ?? {})) {
    const entry = entries.get(name);
    if (!entry || entry.dirty) continue;
    entry.typed = typed;
    if (!entry.dirty) continue;
    base[name][0] = revision;
    restored = true;
    entry.save();
  }
  if (restored) tell(words.restored, false);
  remember();
}

for (const box of form.querySelectorAll("[data-entry]")) {
  const entry = new Entry(box);
  entries.set(entry.name, entry);
}
restore();

form.querySelector("[data-next-open]")?.addEventListener("click", (event) => {
  const field = document.getElementById(decodeURIComponent(event.target.hash.slice(1)));
  if (!field) return;
  event.preventDefault();
  field.closest("[data-group]").open = true;
  field.focus();
});

setInterval(() => {
  if (since === null) return;
  for (const entry of entries.values()) if (entry.dirty) entry.save();
}, RETRY);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") for (const entry of entries.values()) entry.save(true);
});
