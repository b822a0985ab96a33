// Follows a meeting: asks every two seconds what is on show. Without it a link loads the page anew.

const EVERY = 2000;
const HERE = 20000;
const live = document.querySelector("[data-live]");
const lost = document.querySelector("[data-lost]");
const spoken = document.querySelector("[data-status]");

const clock = () => {
  for (const one of document.querySelectorAll("[data-since]")) {
    const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(one.dataset.since)) / 1000));
    const two = (number) => String(number).padStart(2, "0");
    one.textContent = `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  }
};

const show = (html, tag) => {
  const focused = live.contains(document.activeElement);
  const held = focused && document.activeElement.closest("[id], [data-next], [data-back]");
  live.innerHTML = html;
  live.dataset.tag = tag;
  const title = live.querySelector("h1");
  if (title && live.dataset.title) document.title = `${title.textContent} · ${live.dataset.title}`;
  const said = live.querySelector("[data-said]");
  if (said && spoken && spoken.textContent !== said.textContent) spoken.textContent = said.textContent;
  if (held) {
    const where = held.id ? `#${held.id}` : held.matches("[data-next]") ? "[data-next]" : "[data-back]";
    (live.querySelector(`${where} button, ${where} a`) || live.querySelector("button"))?.focus();
  }
  clock();
};

const look = async () => {
  try {
    const answer = await fetch(live.dataset.live, {
      headers: { "If-None-Match": `"${live.dataset.tag}"` },
      cache: "no-store",
      redirect: "error",
    });
    lost.hidden = true;
    if (answer.status === 200) show(await answer.text(), answer.headers.get("ETag").replaceAll('"', ""));
    else if (answer.status >= 400 && answer.status < 500) location.reload();
  } catch {
    lost.hidden = false;
  }
  setTimeout(look, EVERY);
};

const here = document.querySelector("form[data-here]");
const say = () => fetch(here.action, { method: "POST", body: new URLSearchParams(new FormData(here)) }).catch(() => {});
if (here) {
  say();
  setInterval(say, HERE);
}

const KEYS = { ArrowRight: "[data-next]", PageDown: "[data-next]", ArrowLeft: "[data-back]", PageUp: "[data-back]" };
document.addEventListener("keydown", (event) => {
  const form = live.querySelector(KEYS[event.key] || "none");
  if (!form || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.target.closest("input, textarea, select")) return;
  event.preventDefault();
  form.requestSubmit();
});

clock();
setInterval(clock, 1000);
setTimeout(look, EVERY);
