// The list of centres: filtered, sorted and chosen from as the reader asks, with everything in the address.

import { keepRoles } from "../js/elements.js";
import { FACETS, fromQuery, picked, sorted, survey, toQuery } from "../js/facets.js";
import { askedFor, readingsOf } from "../js/folding.js";
import { offerFiles } from "../js/listfiles.js";
import { onDay, sentence } from "../js/sentences.js";

const listing = document.getElementById("listing");
const filter = document.getElementById("filter");
const filters = document.getElementById("filters");
const compare = document.getElementById("compare");
const table = document.getElementById("centres");
const body = table.tBodies[0];
const sort = document.getElementById("sort");
const fold = { fold: JSON.parse(listing.dataset.fold), skipped: JSON.parse(listing.dataset.skipped) };
const narrow = matchMedia("(max-width: 62rem)");
const boxes = [...filter.querySelectorAll("input[type=checkbox]")];
const rows = [...body.rows].map(rowOf);
const bySlug = new Map(rows.map((row) => [row.slug, row]));
const TYPING = 1000; // milliseconds in which more typing is the same step back
let state = asked();
let typed = 0;
let shown = [];

filters.open = !narrow.matches;
for (const facet of FACETS) if (state.chosen[facet].length) group(facet).open = true;
listing.classList.add("live");
show();

filter.addEventListener("submit", (event) => {
  event.preventDefault();
  if (narrow.matches) filters.open = false;
  document.getElementById("how-many").focus();
});
filter.addEventListener("input", ({ target }) => {
  if (target.name === "q") return change({ q: target.value }, { typing: true });
  if (target.name === "since") return change({ since: target.validity.valid ? target.value : "" });
  if (target.name in state.chosen) change({ chosen: { ...state.chosen, [target.name]: ticked(target.name) } });
});
sort.addEventListener("input", () => change({ sort: sort.value }));
for (const button of listing.querySelectorAll("button[data-view]")) button.addEventListener("click", () => change({ view: button.dataset.view }));
body.addEventListener("input", ({ target }) => {
  if (target.name !== "s") return;
  const next = picked(state.picked, target.value, target.checked);
  target.checked = next.slugs.includes(target.value);
  change({ picked: next.slugs });
  if (next.refused) document.getElementById("picked").textContent = sentence("full", { name: bySlug.get(target.value).name });
});
compare.addEventListener("submit", (event) => {
  event.preventDefault();
  location.assign(`${compare.getAttribute("action")}?s=${state.picked.join(",")}`);
});
document.getElementById("chips").addEventListener("click", ({ target }) => {
  const chip = target.closest("button");
  if (!chip) return;
  const place = [...chip.closest("ul").querySelectorAll("button")].indexOf(chip);
  change(chip.without);
  const left = document.querySelectorAll("#chips button");
  (left[Math.min(place, left.length - 1)] ?? filters.querySelector("summary")).focus();
});
addEventListener("popstate", () => {
  state = asked();
  show();
});
narrow.addEventListener("change", show);
offerFiles(listing.querySelector("[data-files]"), listing.dataset, () => ({ slugs: shown, filter: inWords() }));

/** What the address asks for, without what this register does not have. */
function asked() {
  const found = fromQuery(location.search);
  for (const facet of FACETS) found.chosen[facet] = found.chosen[facet].filter((value) => boxes.some((box) => box.name === facet && box.value === value));
  return { ...found, picked: found.picked.filter((slug) => bySlug.has(slug)).slice(0, 4) };
}

function change(what, { typing = false } = {}) {
  state = { ...state, ...what };
  const now = performance.now();
  const again = typing && now - typed < TYPING;
  typed = typing ? now : 0;
  history[again ? "replaceState" : "pushState"](null, "", toQuery(state) || location.pathname);
  show();
}

function show() {
  const { words, digits } = askedFor(state.q, fold);
  const { found, counts } = survey(rows, state, words, digits);
  const kept = new Set(found);
  for (const row of rows) row.element.hidden = !kept.has(row);
  shown = sorted(found, state.sort).map((row) => row.slug);
  order(sorted(rows, state.sort));
  showForm(counts);
  showChips();
  showView();
  showPicked();
  const name = found.length === rows.length ? "all" : found.length ? "some" : "none";
  document.getElementById("how-many").textContent = sentence(name, { count: found.length, all: rows.length });
  document.getElementById("nobody").hidden = found.length > 0;
}

/** Rows are moved only when their order has changed; moving a thousand costs more than hiding them. */
function order(wanted) {
  if (wanted.some((row, i) => body.rows[i] !== row.element)) body.append(...wanted.map((row) => row.element));
}

function showForm(counts) {
  if (document.activeElement !== filter.elements.q || filter.elements.q.value.trim() !== state.q.trim()) filter.elements.q.value = state.q;
  if (document.activeElement !== filter.elements.since) filter.elements.since.value = state.since;
  sort.value = state.sort;
  for (const box of boxes) {
    const count = counts[box.name].get(box.value) ?? 0;
    box.checked = state.chosen[box.name].includes(box.value);
    box.parentElement.querySelector("[data-count]").textContent = count;
    box.parentElement.classList.toggle("empty", !count && !box.checked);
  }
  for (const facet of FACETS) group(facet).querySelector("[data-chosen]").textContent = chosenWords(state.chosen[facet].length);
  filters.querySelector("summary [data-chosen]").textContent = chosenWords(steps().length);
}

function chosenWords(count) {
  return count ? ` (${sentence("chosen", { count })})` : "";
}

/** Every active filter: its words, and what the state is without it. */
function steps() {
  const found = [];
  if (state.q.trim()) found.push({ words: sentence("text", { text: state.q.trim() }), without: { q: "" } });
  for (const facet of FACETS) {
    for (const value of state.chosen[facet]) {
      const rest = state.chosen[facet].filter((other) => other !== value);
      found.push({ words: `${titleOf(facet)}: ${wordsOf(facet, value)}`, without: { chosen: { ...state.chosen, [facet]: rest } } });
    }
  }
  if (state.since) found.push({ words: sentence("since", { day: onDay(state.since) }), without: { since: "" } });
  return found;
}

/** The filter and the order as one line of words. */
function inWords() {
  const active = steps().map((step) => step.words);
  const by = sentence("sorted-by", { name: sort.selectedOptions[0].textContent });
  return [...(active.length ? active : [sentence("no-filter")]), by].join("; ");
}

function showChips() {
  const active = steps();
  const chips = active.map(({ words, without }) => chip(words, without, sentence("remove", { name: words })));
  const none = Object.fromEntries(FACETS.map((facet) => [facet, []]));
  if (active.length > 1) chips.push(chip(sentence("clear"), { q: "", since: "", chosen: none }));
  document.getElementById("chips").replaceChildren(...chips);
}

function chip(words, without, label) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: words, without });
  if (label) button.setAttribute("aria-label", label);
  if (label) button.className = "removes";
  const item = document.createElement("li");
  item.append(button);
  return item;
}

/** Cards are the table's own rows laid out anew; their roles are said, since browsers drop them with the layout. */
function showView() {
  const view = state.view || (narrow.matches ? "cards" : "table");
  for (const button of listing.querySelectorAll("button[data-view]")) button.setAttribute("aria-pressed", String(button.dataset.view === view));
  if (table.dataset.view === view) return;
  table.dataset.view = view;
  keepRoles(table);
}

function showPicked() {
  for (const row of rows) {
    const wanted = state.picked.includes(row.slug);
    if (row.box.checked !== wanted) row.box.checked = wanted;
    row.element.classList.toggle("chosen-row", wanted);
  }
  const names = state.picked.map((slug) => bySlug.get(slug).name).join(", ");
  document.getElementById("picked").textContent = names ? sentence("picked", { count: state.picked.length, names }) : sentence("pick");
  compare.querySelector("button").hidden = !state.picked.length;
}

function rowOf(element, place) {
  const { slug, since, seats, rate, also = "", ...data } = element.dataset;
  const [, head, , town, , , phones] = element.cells;
  const several = (name) => data[name].split(" ").filter(Boolean);
  return {
    element, slug, place, name: head.querySelector("a").textContent, box: element.querySelector("input"),
    status: [data.status], county: [data.county], seats: bandOf(Number(seats)),
    directions: several("directions"), services: several("services"), channels: several("channels"),
    sectors: several("sectors"), languages: several("languages"),
    since: since || null, size: seats ? Number(seats) : null, rate: rate ? Number(rate) : null,
    readings: readingsOf(`${wordsIn(head)} ${wordsIn(town)} ${also}`, fold.fold),
    digits: `${head.querySelector(".quiet").textContent},${phones.innerText ?? ""}`.split(/[,\n–]/).map((number) => number.replace(/\D/g, "")),
  };
}

/** The text of a cell, with a blank where a line ends. */
function wordsIn(cell) {
  return [...cell.childNodes].map((node) => node.textContent).join(" ");
}

/** The band of a number of seats, from the choices that the page has. */
function bandOf(seats) {
  const bands = boxes.filter((box) => box.name === "seats").map((box) => box.value);
  return bands.filter((band) => {
    const [low, high] = band.split("-");
    return seats >= Number(low) && (!high || seats <= Number(high));
  });
}

function group(facet) {
  return filter.querySelector(`[data-facet="${facet}"]`);
}

function titleOf(facet) {
  return group(facet).querySelector("legend").textContent;
}

function wordsOf(facet, value) {
  return boxes.find((box) => box.name === facet && box.value === value).nextElementSibling.textContent;
}

function ticked(facet) {
  return boxes.filter((box) => box.name === facet && box.checked).map((box) => box.value);
}
