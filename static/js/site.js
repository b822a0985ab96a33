// Comfort on top of pages that work without it: focus on the errors, the live count, menus that close.

const local = (number) => number.toLocaleString(document.documentElement.lang);

const summary = document.querySelector("[data-focus-first]");
if (summary) summary.focus();

// The place in this page that a link led to (#main, #text) would go along with a form, and take the
// focus on the page that comes from what is said there first.
document.addEventListener("submit", () => {
  if (location.hash) history.replaceState(history.state, "", location.pathname + location.search);
});

for (const count of document.querySelectorAll("[data-count-for]")) {
  const field = document.getElementById(count.dataset.countFor);
  const limit = Number(count.dataset.limit);
  const spoken = count.parentElement.querySelector("[role=status]");
  let before = null;

  const tell = () => {
    const used = [...field.value].length;
    const left = limit - used;
    const zone = left < 0 ? "over" : left === 0 ? "full" : left <= 100 ? "near" : "far";
    const words = { "{count}": local(used), "{limit}": local(limit), "{left}": local(left), "{over}": local(-left) };
    const fill = (text) => text.replace(/\{\w+\}/g, (key) => words[key]);
    count.textContent = fill(count.dataset.text);
    count.parentElement.classList.toggle("over", left < 0);
    // Announced only when a border is crossed: at 100 left, at none left, and when over.
    if (before !== null && zone !== before && zone !== "far") {
      spoken.textContent = fill(left < 0 ? count.dataset.over : count.dataset.left);
    }
    before = zone;
  };
  field.addEventListener("input", tell);
  tell();
}

const menus = [...document.querySelectorAll("details.menu")];
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && menus.find((menu) => menu.open);
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});
document.addEventListener("click", (event) => {
  for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
});
