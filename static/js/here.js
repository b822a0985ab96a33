// Says who else is writing on a part, and tells them of us; keeps nobody from writing.

const place = document.querySelector("[data-here]");
const form = document.querySelector("form[data-saving]");
const EVERY = 30_000;

async function tell() {
  if (document.visibilityState !== "visible") return;
  try {
    const answer = await fetch(place.dataset.here, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRF-Token": form.elements.csrf_token.value },
    });
    if (!answer.ok) return;
    const { others } = await answer.json();
    if (place.textContent !== others) place.textContent = others; // said once, not every time
  } catch {
    // No connection: saving tells of it.
  }
}

if (place && form) {
  tell();
  setInterval(tell, EVERY);
}
