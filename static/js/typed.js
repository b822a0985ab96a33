// What is typed into a form that a button sends, kept in this tab until the server has taken it: a
// link, the back button, a refusal or a second factor on the way costs nothing. Forms that save as
// they are written look after themselves (saving.js).
//
// The person stands in the body; data-not-taken there marks a page that says: what you sent was
// not taken. Any other page of the same person means that what was sent last has arrived.

import { clock } from "./saves.js";

const { person, notTaken } = document.body.dataset;
const PREFIX = "typed:";
const forms = [...document.querySelectorAll("main form[method=post]:not([data-saving])")];
const refused = document.getElementById("problems") !== null; // the server shows again what was typed
const cameBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";

function stored() {
  try {
    const keys = Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
    return keys.map((key) => [key, JSON.parse(sessionStorage.getItem(key))]);
  } catch {
    return []; // a store that is forbidden keeps nothing
  }
}

function store(key, entry) {
  try {
    if (entry) sessionStorage.setItem(key, JSON.stringify(entry));
    else sessionStorage.removeItem(key);
  } catch {
    // Nothing is kept then.
  }
}

const words = (field) => field.matches("textarea, select, input:not([type=password], [type=hidden], [type=file], [type=submit], [autocomplete=one-time-code])");
const ticked = (field) => field.type === "radio" || field.type === "checkbox";
const named = (form) => [...form.elements].filter((field) => field.name && words(field) && !field.readOnly);

function content(form) {
  return named(form).map((field) => [field.name, ticked(field) ? field.value : "", ticked(field) ? field.checked : field.value]);
}

// What the server put into the form, whatever the browser has filled in since.
function asServed(form) {
  return named(form).map((field) => {
    if (ticked(field)) return [field.name, field.value, field.defaultChecked];
    const chosen = field.options && ([...field.options].find((option) => option.defaultSelected) ?? field.options[0]);
    return [field.name, "", field.options ? (chosen?.value ?? "") : field.defaultValue.replaceAll("\r\n", "\n")];
  });
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const keyOf = (form) => `${PREFIX}${person}:${location.pathname}:${forms.indexOf(form)}:${form.getAttribute("action") ?? ""}`;

function putBack(form, entry) {
  named(form).forEach((field, at) => {
    const value = entry.content[at][2];
    if (ticked(field)) field.checked = value;
    else field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  // What was typed builds on what stood here then: a colleague's change meanwhile is a conflict.
  if (entry.version && form.elements.version) form.elements.version.value = entry.version;
  const banner = document.getElementById("typed-back").content.firstElementChild.cloneNode(true);
  const sentence = banner.querySelector("p");
  sentence.textContent = sentence.textContent.replace("{time}", clock(entry.at));
  banner.querySelector("button").addEventListener("click", () => {
    store(keyOf(form), null);
    location.reload();
  });
  form.before(banner);
}

function look(form) {
  const key = keyOf(form);
  const served = asServed(form);
  const entry = stored().find(([name]) => name === key)?.[1];
  const fits = entry && same(entry.content.map(([name, value]) => [name, value]), served.map(([name, value]) => [name, value]));
  if (fits && !refused && !same(entry.content, served)) putBack(form, entry);

  form.addEventListener("input", () => {
    const now = content(form);
    store(key, same(now, served) && !refused ? null : { content: now, version: form.elements.version?.value, at: Date.now(), sent: false });
  });
  form.addEventListener("submit", () => {
    const typed = stored().find(([name]) => name === key)?.[1];
    if (typed) store(key, { ...typed, sent: true });
  });
}

for (const [key, entry] of stored()) {
  if (!entry.sent) continue;
  if (notTaken !== undefined || refused || cameBack) store(key, { ...entry, sent: false });
  else if (person && key.startsWith(`${PREFIX}${person}:`)) store(key, null);
}
if (person) {
  forms.forEach(look);
  for (const form of document.querySelectorAll("form[data-sign-out]")) {
    form.addEventListener("submit", () => stored().forEach(([key]) => store(key, null)));
  }
}
