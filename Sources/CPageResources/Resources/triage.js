// The worklist of a triage page: which films are shown, by group and by name, and over which their overlays stand.
"use strict";

(() => {
  const element = id => document.getElementById(id);
  // Names are compared whatever their case and however their accents are written.
  const plain = text => text.normalize("NFC").toLowerCase();
  const groups = [...document.querySelectorAll(".group")].map(section => ({
    section,
    box: document.querySelector(`input[name="group"][value="${section.id}"]`),
    films: [...section.querySelectorAll(".film")].map(card => ({ card, name: plain(card.querySelector(".path").textContent) })),
  }));
  const count = groups.reduce((sum, group) => sum + group.films.length, 0);
  const films = count => count === 1 ? "1 film" : `${count} films`;

  function show() {
    const wanted = plain(element("search").value.trim());
    let shown = 0;
    for (const { section, box, films } of groups) {
      const matching = box.checked ? films.filter(film => film.name.includes(wanted)) : [];
      const isShown = new Set(matching);
      for (const film of films) film.card.hidden = !isShown.has(film);
      section.hidden = !box.checked || (matching.length === 0 && wanted !== "");
      shown += matching.length;
    }
    element("shown").textContent = shown === count ? `All ${films(count)}.` : `Filtered: ${shown} of ${films(count)} shown.`;
  }

  // Overlays: while a mouse rests on a film's picture; each film's own switch, which a press on its picture throws too; and one for all.
  const cards = [...document.querySelectorAll(".film")].filter(card => card.querySelector(".toggle"));
  const all = element("all-overlays");
  const isOn = card => card.classList.contains("overlaid");

  function lay(card, on) {
    card.classList.toggle("overlaid", on);
    card.querySelector(".toggle").setAttribute("aria-pressed", on);
  }
  const tell = () => all.setAttribute("aria-pressed", cards.every(isOn));

  for (const card of cards) {
    for (const part of card.querySelectorAll(".toggle, .picture")) {
      part.addEventListener("click", () => { lay(card, !isOn(card)); tell(); });
    }
    // Not by :hover, which stays behind a finger.
    const picture = card.querySelector(".picture");
    picture.addEventListener("pointerenter", event => card.classList.toggle("rested", event.pointerType === "mouse"));
    picture.addEventListener("pointerleave", () => card.classList.remove("rested"));
  }
  all?.addEventListener("click", () => {
    const on = !cards.every(isOn);
    for (const card of cards) lay(card, on);
    tell();
  });

  element("search").addEventListener("input", show);
  for (const { box } of groups) box.addEventListener("change", show);
  document.documentElement.classList.add("scripted");
  show();
})();
