// Evidence beside the scores: where there is room for two panes the first file is open, unless the
// reader folded it away before. On a phone all stay folded.

import { keep, kept } from "./device.js";

const STORED = "evidence-beside";
const wide = window.matchMedia("(min-width: 60.01rem)").matches;
const first = document.querySelector("details[data-beside]");

if (first && wide) {
  first.open = kept(STORED) !== "folded";
  first.addEventListener("toggle", () => keep(STORED, first.open ? "open" : "folded"));
}
