// The round table: follows what is on show, and saves one's own fields as they change. What is
// written is kept on the device until the server has it, so that a cut connection loses nothing.

import { forget, keep, kept } from "./device.js";
import { clock, follow, replacing, tell } from "./live.js";

const PAUSE = 700; // ms of quiet after which what was written is saved
const LONGEST = 3000; // ms after which it is saved although somebody writes on
const RETRY = 3000;
const WRITTEN = ["score", "not_applicable", "reason", "strengths", "improvements"];
const live = document.querySelector("[data-live]");
const mine = document.querySelector("[data-mine]");
const refused = document.querySelector("[data-refused]");
const key = `table:${live.dataset.live}`;
let timer = null;
let changedAt = null;
let sending = null; // the save under way, so that the next waits for it
let stopped = false; // the pen has passed: nothing of this writing is sent any more

const form = () => document.querySelector("#mine");
const fields = () => [...WRITTEN, "voice"].map((name) => form().elements[name]).filter(Boolean);
const content = () => JSON.stringify(fields().map((one) => [one.name, one.type === "checkbox" ? one.checked : one.value]));
let settled = content();
const dirty = () => content() !== settled;

const later = (pause) => {
  clearTimeout(timer);
  timer = setTimeout(save, pause);
};

const changed = (pause) => {
  if (!dirty()) return;
  changedAt ??= Date.now();
  keep(key, { part: mine.dataset.part, version: form().elements.version?.value, content: content() });
  later(Math.min(pause, Math.max(0, changedAt + LONGEST - Date.now())));
};

const post = async () => {
  const sent = content();
  const body = new FormData(form());
  body.set("do", "save");
  const answer = await fetch(form().action, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "error" });
  if (answer.status >= 500) throw new Error("try again");
  const said = await answer.json().catch(() => ({}));
  if (answer.ok) {
    if (form().elements.version) form().elements.version.value = said.version;
    if (form().elements.begun) form().elements.begun.value = said.begun;
    settled = sent;
    changedAt = null;
    refused.hidden = true;
    if (dirty()) changed(PAUSE);
    else forget(key);
  } else {
    refused.textContent = said.sentence || "";
    refused.hidden = false;
    stopped = answer.status === 409;
  }
};

// Save what has changed; return once the server has it or has refused it, or the line is cut.
const save = async () => {
  clearTimeout(timer);
  while (sending) await sending;
  if (stopped || !dirty()) return;
  sending = post().catch(() => later(RETRY));
  await sending;
  sending = null;
};

// A view that somebody does not share is sent by its button alone: until then it is kept by part.
const viewKey = () => `${key}:view:${mine.dataset.part}`;
const keepView = () => {
  const view = form().elements.dissent;
  if (!view) return;
  if (view.value === view.defaultValue) forget(viewKey());
  else keep(viewKey(), view.value);
};
const showView = () => {
  const view = form().elements.dissent;
  const unsent = view && kept(viewKey());
  if (!unsent) return;
  view.value = unsent;
  view.closest("details").open = true;
};

// Fetch the own fields anew when the part or the pen has changed; what was written is sent before.
const renew = async (wanted) => {
  await save();
  const answer = await fetch(location.pathname, { cache: "no-store", redirect: "error" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-mine]");
  if (!fresh) return location.reload();
  if (stopped && dirty()) return; // what was refused stays to be copied, until it is left
  keepView();
  const unfolded = new Set([...mine.querySelectorAll("details[open] > summary")].map((one) => one.textContent));
  replacing(mine, () => {
    mine.replaceChildren(...fresh.childNodes);
    for (const one of mine.querySelectorAll("summary")) if (unfolded.has(one.textContent)) one.parentElement.open = true;
    mine.dataset.key = wanted;
    mine.dataset.part = fresh.dataset.part;
    showView();
  });
  settled = content();
  changedAt = null;
  stopped = false;
};

follow(live, async (html, tag) => {
  replacing(live, () => {
    live.innerHTML = html;
  });
  tell(live);
  clock();
  const wanted = live.querySelector("[data-fragment]").dataset.key;
  if (wanted !== mine.dataset.key) await renew(wanted);
  live.dataset.tag = tag;
});

// What an earlier visit to this page could not hand over stands in the fields again and is sent,
// unless somebody has written since: then it is shown beside them.
const left = kept(key);
if (left && left.part === mine.dataset.part) {
  const newest = form().elements.version?.value === left.version && Boolean(form().elements.score) === left.content.includes('"score"');
  const entries = JSON.parse(left.content);
  for (const [name, value] of newest ? entries : []) {
    const field = form().elements[name];
    if (field?.type === "checkbox") field.checked = value;
    else if (field) field.value = value;
  }
  if (newest) changed(0);
  else {
    const texts = entries.filter(([name, value]) => name !== "voice" && typeof value === "string" && value);
    refused.textContent = [refused.dataset.left, ...texts.map(([, value]) => value)].join(" \u2013 ");
    refused.hidden = !texts.length;
    forget(key);
  }
}

showView();
window.addEventListener("pagehide", keepView);
document.addEventListener("input", (event) => mine.contains(event.target) && changed(PAUSE));
document.addEventListener("change", (event) => mine.contains(event.target) && changed(0));
window.addEventListener("online", save);
document.addEventListener("submit", async (event) => {
  if (event.target === form() && event.submitter?.value === "dissent") {
    form().elements.dissent.defaultValue = form().elements.dissent.value;
    forget(viewKey());
  }
  if (event.target !== form() || event.target.dataset.ready || (!dirty() && !sending)) return;
  event.preventDefault();
  const { submitter } = event;
  await new Promise((wake) => setTimeout(wake)); // a form does not submit while it is asked to
  await save();
  if (dirty() && !stopped) return; // no connection: nothing leaves this page
  forget(key);
  event.target.dataset.ready = "1";
  if (submitter?.isConnected) return event.target.requestSubmit(submitter);
  const wish = Object.assign(document.createElement("input"), { type: "hidden", name: "do", value: submitter?.value || "" });
  event.target.append(wish); // its button has been replaced by a newer one meanwhile
  event.target.requestSubmit();
});

const KEYS = { PageDown: "[data-next]", PageUp: "[data-back]" };
document.addEventListener("keydown", (event) => {
  const step = live.querySelector(KEYS[event.key] || "none");
  if (!step || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.target.closest("input, textarea, select")) return;
  event.preventDefault();
  step.click();
});
