// A screen that follows: asks every two seconds what is on show. Without it a link loads it anew.

const EVERY = 2000;
const HERE = 20000;
const two = (number) => String(number).padStart(2, "0");

// Times that run: data-since is the instant they began, data-before seconds that went before it,
// data-limit the seconds after which they are marked.
export const clock = () => {
  for (const one of document.querySelectorAll("[data-since]")) {
    const ran = Math.floor((Date.now() - Date.parse(one.dataset.since)) / 1000);
    const seconds = Math.max(0, ran) + Number(one.dataset.before || 0);
    one.textContent = `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
    if (one.dataset.limit) one.classList.toggle("over", seconds > Number(one.dataset.limit));
  }
};

// The focused thing is found again by its id, or by its mark, after what holds it was replaced.
export const replacing = (place, change) => {
  const focused = place.contains(document.activeElement);
  const held = focused && document.activeElement.closest("[id], [data-next], [data-back]");
  change();
  if (!held) return;
  const where = held.id ? `#${CSS.escape(held.id)}` : held.matches("[data-next]") ? "[data-next]" : "[data-back]";
  const found = place.querySelector(`:is(${where}):is(button, a, input, select, textarea), ${where} button, ${where} a`);
  (found || place.querySelector("button"))?.focus();
};

export const tell = (place) => {
  const said = place.querySelector("[data-said]");
  const spoken = document.querySelector("[data-status]");
  if (said && spoken && spoken.textContent !== said.textContent) spoken.textContent = said.textContent;
};

// live: the element with data-live and data-tag. show: called with the new part and its tag.
export const follow = (live, show) => {
  const lost = document.querySelector("[data-lost]");
  const look = async () => {
    try {
      const answer = await fetch(live.dataset.live, {
        headers: { "If-None-Match": `"${live.dataset.tag}"` },
        cache: "no-store",
        redirect: "error",
      });
      lost.hidden = true;
      if (answer.status === 200) await show(await answer.text(), answer.headers.get("ETag").replaceAll('"', ""));
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
  clock();
  setInterval(clock, 1000);
  setTimeout(look, EVERY);
};
