// Shows what has changed while one waits for others. Without it a link looks again.
import { replacing } from "./live.js";

const EVERY = 4000;
const places = () => document.querySelectorAll("[data-waiting]");

async function look() {
  try {
    const answer = document.visibilityState === "visible" && (await fetch(location.href, { cache: "no-store" }));
    if (answer && answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const place of places()) {
        const next = page.getElementById(place.id);
        if (!next || next.textContent === place.textContent) continue;
        replacing(place, () => place.replaceChildren(...next.childNodes)); // the same place, so that it is read out
        if (!next.hasAttribute("data-waiting")) place.removeAttribute("data-waiting");
      }
    }
  } catch {
    // No connection: it is asked again.
  }
  if (places().length) setTimeout(look, EVERY);
}

if (places().length) setTimeout(look, EVERY);
