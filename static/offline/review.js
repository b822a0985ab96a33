// The script of the page that an assessor takes along. It asks nobody for anything: what is written
// is put into the sheet, kept in this browser where it may be, and handed out as a file.
(() => {
  "use strict";
  const sheet = JSON.parse(document.getElementById("sheet").textContent);
  const status = document.getElementById("status");
  const KEY = `review:${sheet.seat}`;
  const sections = [...document.querySelectorAll("section[data-part]")];
  const one = (place, name) => place.querySelector(`[data-field="${name}"]`);

  const kept = () => {
    try {
      return JSON.parse(localStorage.getItem(KEY) ?? "null");
    } catch {
      return null; // a browser that keeps nothing for files
    }
  };

  const keep = (parts) => {
    try {
      localStorage.setItem(KEY, JSON.stringify({ versions: versions(), parts }));
      return true;
    } catch {
      return false;
    }
  };

  const versions = () => Object.fromEntries(Object.entries(sheet.parts).map(([id, part]) => [id, part.version]));

  function read(section) {
    const statements = (kind) =>
      [...section.querySelectorAll(`[data-kind="${kind}"]`)]
        .map((slot) => ({
          text: one(slot, "text").value.trim(),
          chosen: one(slot, "chosen")?.checked ?? false,
          citations: [...slot.querySelectorAll(".place")]
            .map((place) => ({ source: one(place, "source").value, pages: one(place, "pages").value.trim() }))
            .filter((cited) => cited.source),
        }))
        .filter((slot) => slot.text);
    const attributes = {};
    for (const field of section.querySelectorAll("[data-attribute]")) if (field.value) attributes[field.dataset.attribute] = field.value;
    const many = Object.keys(attributes).length > 0;
    return {
      score: many ? null : one(section, "score").value || null,
      attributes,
      overall: one(section, "overall")?.value || null,
      overall_reason: one(section, "overall_reason")?.value.trim() ?? "",
      not_applicable: one(section, "not_applicable")?.checked ?? false,
      cannot_judge: one(section, "cannot_judge").value.trim(),
      confidence: one(section, "confidence").value,
      notes: one(section, "notes").value,
      strengths: statements("strengths"),
      improvements: statements("improvements"),
      questions: statements("questions"),
    };
  }

  function show(section, said) {
    one(section, "score").value = said.score ?? "";
    for (const field of section.querySelectorAll("[data-attribute]")) field.value = said.attributes[field.dataset.attribute] ?? "";
    const overall = one(section, "overall");
    if (overall) {
      overall.value = said.overall ?? "";
      one(section, "overall_reason").value = said.overall_reason ?? "";
    }
    const dropped = one(section, "not_applicable");
    if (dropped) dropped.checked = said.not_applicable;
    for (const name of ["cannot_judge", "confidence", "notes"]) one(section, name).value = said[name];
    for (const kind of ["strengths", "improvements", "questions"]) {
      [...section.querySelectorAll(`[data-kind="${kind}"]`)].forEach((slot, at) => {
        const statement = said[kind][at];
        if (!statement) return;
        one(slot, "text").value = statement.text;
        const chosen = one(slot, "chosen");
        if (chosen) chosen.checked = statement.chosen;
        [...slot.querySelectorAll(".place")].forEach((place, which) => {
          one(place, "source").value = statement.citations[which]?.source ?? "";
          one(place, "pages").value = statement.citations[which]?.pages ?? "";
        });
      });
    }
  }

  // Only parts that were touched are read again: what this page cannot show stays as it was taken.
  const touched = {};

  function written() {
    const parts = {};
    for (const [id, part] of Object.entries(sheet.parts)) parts[id] = { ...part, judgement: touched[id] ?? part.judgement };
    return { ...sheet, parts };
  }

  const before = kept();
  for (const section of sections) {
    const id = section.dataset.part;
    const mine = before?.versions?.[id] === sheet.parts[id].version ? before.parts[id] : undefined;
    if (mine) touched[id] = mine;
    show(section, mine ?? sheet.parts[id].judgement);
    section.addEventListener("input", () => {
      touched[id] = read(section);
      status.textContent = keep(touched) ? status.dataset.kept : status.dataset.lost;
    });
  }

  document.getElementById("fetch").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(written(), null, 1)], { type: "application/json" }));
    link.download = `review-${sheet.application}.json`;
    link.click();
    status.textContent = status.dataset.fetched;
  });
})();
