// Saving a form as it is written. Every change is kept on the device until the server has it.
//
// A save carries the version it started from, an id of its own (the same again when the same
// content is sent again), and the ids of earlier saves whose answer never came: building on one's
// own save is no conflict. The server answers {version, current, saved_at}.

import { forget, keep, kept } from "./device.js";
import { newId } from "./saves.js";

const PAUSE = 800; // ms of quiet after which a change is saved
const LONGEST = 5000; // ms after which it is saved although somebody goes on writing
const RETRY = 10000; // ms between tries while there is no connection
const NO_FIELDS = new Set(["csrf_token", "version", "save_id", "follows", "then"]);
const CARRIED = 60000; // bytes that a browser carries on after the page has gone

export class Saving {
  // form: its fields `version` and `save_id` are kept up to date. key: of whom and of what, for
  // the copy on this device. tell: called with (kind, details) whenever the state changes.
  constructor(form, key, tell) {
    this.form = form;
    this.key = `saving:${key}`;
    this.tell = tell;
    this.version = form.elements.version.value;
    this.settled = this.content(); // what the server has
    this.follows = [];
    this.pending = null; // the content being sent and its id
    this.timer = null;
    this.changedAt = null;
    this.stopped = false; // nothing more is sent: signed out, frozen, or in conflict
    this.state = "saved";
    this.sending = false;
  }

  start() {
    this.form.addEventListener("input", () => this.changed(PAUSE));
    this.form.addEventListener("change", () => this.changed(0));
    this.form.addEventListener("focusout", () => this.flush());
    this.form.addEventListener("submit", (event) => this.handOver(event));
    window.addEventListener("pageshow", (event) => event.persisted && location.reload());
    window.addEventListener("online", () => this.flush());
    window.addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.leave();
    });
    this.recover();
  }

  content() {
    const data = new FormData(this.form);
    const pairs = [...data].filter(([name, value]) => !NO_FIELDS.has(name) && typeof value === "string");
    return JSON.stringify(pairs.map(([name, value]) => [name, value.replaceAll("\r\n", "\n")]));
  }

  get dirty() {
    return this.content() !== this.settled;
  }

  changed(pause) {
    if (!this.dirty && !this.pending) return this.forget();
    this.changedAt ??= Date.now();
    this.keep();
    const longest = Math.max(0, this.changedAt + LONGEST - Date.now());
    this.later(Math.min(pause, longest));
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), pause);
  }

  flush() {
    clearTimeout(this.timer);
    if (!this.stopped && !this.sending && (this.dirty || this.pending)) this.send();
  }

  // What is sent now. The same content has the same id, however often it is sent.
  next() {
    const content = this.content();
    if (this.pending?.content !== content) {
      if (this.pending) this.follows = [...this.follows, this.pending.id].slice(-40);
      this.pending = { content, id: newId() };
      this.keep();
    }
    return this.pending;
  }

  body(entry) {
    const body = new FormData();
    for (const [name, value] of JSON.parse(entry.content)) body.append(name, value);
    body.append("csrf_token", this.form.elements.csrf_token.value);
    body.append("version", entry.version ?? this.version);
    body.append("save_id", entry.id);
    body.append("follows", (entry.follows ?? this.follows).join(","));
    return body;
  }

  post(entry, keepalive) {
    return fetch(this.form.action, {
      method: "POST",
      body: this.body(entry),
      headers: { Accept: "application/json", "X-CSRF-Token": this.form.elements.csrf_token.value },
      credentials: "same-origin",
      redirect: "error",
      keepalive,
    });
  }

  async send(keepalive = false) {
    const entry = { ...this.next() };
    this.sending = true;
    const slow = setTimeout(() => this.tell("saving"), 600);
    try {
      const response = await this.post(entry, keepalive);
      const answer = await response.json().catch(() => ({}));
      if (response.ok) this.saved(entry, answer);
      else this.refused(response.status, answer);
    } catch {
      this.tell("offline", {});
      this.later(RETRY);
    } finally {
      clearTimeout(slow);
      this.sending = false;
    }
  }

  saved(entry, answer) {
    this.version = String(answer.current);
    this.form.elements.version.value = this.version;
    // Forms beside it that go by what stands here: whoever typed that has seen it.
    for (const field of document.querySelectorAll("input[data-current]")) field.value = this.version;
    this.form.elements.save_id.value = newId();
    this.settled = entry.content;
    this.follows = [];
    if (this.pending?.id === entry.id) this.pending = null;
    this.changedAt = null;
    this.state = "saved";
    this.tell("saved", answer);
    if (this.dirty) this.changed(PAUSE);
    else this.forget();
  }

  refused(status, answer) {
    this.keep();
    const passes = status >= 500 || status === 429;
    this.stopped = status === 401 || status === 404 || status === 409;
    this.state = status === 401 ? "signed-out" : answer.conflict ? "conflict" : "refused";
    this.tell(this.state, { status, ...answer });
    if (passes) this.later(RETRY);
  }

  // By any link, by closing, by switching away on a phone: the browser carries it on.
  leave() {
    if (this.stopped || !this.dirty) return;
    const small = new Blob([this.content()]).size < CARRIED;
    if (!this.sending) this.send(small);
    else this.post(this.next(), small).catch(() => {});
  }

  // A button of the form: saved first, so that without a connection nothing leaves this page.
  // Then the form goes its way; a conflict goes too, and meets the page that shows both texts.
  async handOver(event) {
    clearTimeout(this.timer);
    if (this.mayGo) {
      this.stopped = true;
      return;
    }
    event.preventDefault();
    const button = event.submitter;
    do await new Promise((wake) => setTimeout(wake, 50));
    while (this.sending);
    if (!this.stopped && (this.dirty || this.pending)) await this.send();
    if (this.mayGo) this.form.requestSubmit(button);
  }

  get mayGo() {
    const settled = !this.sending && !this.dirty && !this.pending;
    return settled || this.state === "conflict";
  }

  keep() {
    const { content, id } = this.pending?.content === this.content() ? this.pending : { content: this.content(), id: null };
    keep(this.key, { content, id, version: this.version, follows: this.unanswered(), at: Date.now() });
  }

  unanswered() {
    return this.pending ? [...this.follows, this.pending.id] : this.follows;
  }

  forget() {
    forget(this.key);
  }

  // What an earlier visit could not hand over is sent first, as it was; then it is in the fields.
  async recover() {
    const left = kept(this.key);
    if (!left) return;
    if (left.content === this.settled) return this.forget();
    const entry = { ...left, id: left.id ?? newId() };
    this.sending = true;
    try {
      const response = await this.post(entry, false);
      const answer = await response.json().catch(() => ({}));
      if (response.ok && answer.current !== answer.version) return this.forget(); // saved then, changed since
      this.restore(entry);
      if (response.ok) this.saved(entry, answer);
      else this.refused(response.status, answer);
      this.tell("restored", { at: left.at });
    } catch {
      this.restore(entry);
      this.tell("restored", { at: left.at });
      this.later(RETRY);
    } finally {
      this.sending = false;
    }
  }

  restore(entry) {
    const values = new Map();
    for (const [name, value] of JSON.parse(entry.content)) values.set(name, [...(values.get(name) ?? []), value]);
    for (const field of this.form.elements) {
      if (!field.name || NO_FIELDS.has(field.name) || field.type === "hidden") continue;
      const own = values.get(field.name) ?? [];
      if (field.type === "radio" || field.type === "checkbox") field.checked = own.includes(field.value);
      else if (field.type !== "submit" && field.type !== "file") field.value = own[0] ?? "";
    }
    this.version = entry.version;
    this.follows = entry.follows ?? [];
    this.pending = { content: this.content(), id: entry.id };
    for (const field of this.form.querySelectorAll("textarea")) field.dispatchEvent(new Event("input"));
  }
}
