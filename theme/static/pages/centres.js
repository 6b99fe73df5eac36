// The list of centres: filtered, sorted and chosen from as the reader asks, with everything in the address.

import { keepRoles, make } from "../js/elements.js";
import { fetchedJson } from "../js/fetched.js";
import { fromQuery, MOST_COMPARED, narrowed, picked, sorted, survey, toQuery } from "../js/facets.js";
import { askedFor } from "../js/folding.js";
import { offerFiles } from "../js/listfiles.js";
import { day, element, elements, figure, sentence } from "../js/page.js";
import { rowFrom, rowOf } from "../js/rows.js";

/** @typedef {import("../js/facets.js").State} State */

const listing = element("#listing", HTMLElement);
const filter = element("#filter", HTMLFormElement);
const filters = element("#filters", HTMLDetailsElement);
const text = element("[name=q]", HTMLInputElement, filter);
const since = element("[name=since]", HTMLInputElement, filter);
const chips = element("#chips", HTMLElement);
const compare = element("#compare", HTMLFormElement);
const table = element("#centres", HTMLTableElement);
const body = table.tBodies[0];
const sort = element("#sort", HTMLSelectElement);
const howMany = element("#how-many", HTMLElement);
const others = element("#others", HTMLButtonElement);
const approving = (listing.dataset.approved ?? "").split(" ");
const pickedWords = element("#picked", HTMLElement);
const views = elements("button[data-view]", HTMLButtonElement, listing);
const narrow = matchMedia("(max-width: 62rem)");
const boxes = elements("input[type=checkbox]", HTMLInputElement, filter);
const facets = elements("details[data-facet]", HTMLDetailsElement, filter).map((one) => one.dataset.facet ?? "");
const shards = (listing.dataset.shards ?? "").split(" ").filter(Boolean);
const TYPING = 1000; // milliseconds in which more typing is the same step back
const AT_A_TIME = shards.length ? body.rows.length : Infinity; // lines that are drawn, and drawn more of when asked for
const AT_ONCE = 12; // lines that fill a screen, drawn before the next frame
/** @type {ReturnType<typeof setTimeout> | undefined} */
let drawing;
/** @typedef {import("../js/rows.js").Listed} Listed */
/** @type {Promise<Listed[]> | undefined} */
let asking;
/** @type {Listed[]} */
let rows = [];
/** @type {Map<string, Listed>} */
let bySlug = new Map();
let limit = AT_A_TIME;
let typed = -Infinity; // when something was last typed, after nothing else
/** @type {string[]} */
let shown = [];
if (!shards.length) know([...body.rows].map((line, place) => rowOf(line, place, facets)));
let state = asked();

filters.open = !narrow.matches;
for (const facet of facets) if (state.chosen[facet].length) group(facet).open = true;
listing.classList.add("live");
if (rows.length || toQuery(state)) update();
else begin();

filter.addEventListener("submit", (event) => {
  event.preventDefault();
  if (narrow.matches) filters.open = false;
  howMany.focus();
});
filter.addEventListener("input", ({ target }) => {
  if (!(target instanceof HTMLInputElement)) return;
  if (target.name === "q") return change({ q: target.value }, { typing: true });
  if (target.name === "since") return change({ since: target.validity.valid ? target.value : "" });
  if (target.name in state.chosen) change({ chosen: { ...state.chosen, [target.name]: ticked(target.name) } });
});
others.addEventListener("click", () => {
  change({ all: !state.all });
  howMany.focus();
});
sort.addEventListener("input", () => change({ sort: sort.value }));
for (const button of views) button.addEventListener("click", () => change({ view: button.dataset.view ?? "" }));
body.addEventListener("input", ({ target }) => {
  if (!(target instanceof HTMLInputElement) || target.name !== "s") return;
  const next = picked(state.picked, target.value, target.checked);
  target.checked = next.slugs.includes(target.value);
  change({ picked: next.slugs });
  if (next.refused) pickedWords.textContent = sentence("full", { name: bySlug.get(target.value)?.name });
});
compare.addEventListener("submit", (event) => {
  event.preventDefault();
  location.assign(`${compare.getAttribute("action")}?s=${state.picked.join(",")}`);
});
addEventListener("popstate", () => {
  state = asked();
  update();
});
narrow.addEventListener("change", showView);
for (const area of [filter, sort]) for (const sign of ["pointerover", "focusin"]) area.addEventListener(sign, () => loaded().catch(() => undefined), { once: true });
document.querySelector("#more button")?.addEventListener("click", () => {
  const first = Math.min(limit, shown.length || AT_A_TIME);
  limit += AT_A_TIME;
  update().then(() => {
    put(shown.slice(0, limit).map((slug) => /** @type {Listed} */ (bySlug.get(slug))));
    element("a", HTMLElement, body.rows[first]).focus();
  });
});
offerFiles(element("[data-files]", HTMLElement, listing), listing.dataset, async () => {
  if (!shown.length) await update();
  return { slugs: shown, filter: inWords() };
});

/** @param {Listed[]} found */
function know(found) {
  rows = found;
  bySlug = new Map(rows.map((row) => [row.slug, row]));
}

/** The rows of a list that is too long for the page, asked for when somebody is about to look among them. */
function loaded() {
  asking ??= Promise.all(shards.map(fetchedJson)).then((told) => told.flat().map((one, place) => rowFrom(one, place, facets, listing.dataset.page ?? "")));
  asking.catch(() => (asking = undefined));
  return asking;
}

/** The list as it is asked for, once its rows are there. */
async function update() {
  if (!rows.length) {
    howMany.textContent = sentence("fetching");
    try {
      know(await loaded());
    } catch {
      howMany.textContent = sentence("not-fetched");
      return;
    }
    state = { ...state, picked: state.picked.filter((slug) => bySlug.has(slug)) };
  }
  show();
}

/** The list as the build wrote it: the first of those that are approved. */
function begin() {
  const [count, all] = [Number(listing.dataset.count), Number(listing.dataset.all)];
  sort.value = state.sort;
  showView();
  showPicked();
  others.hidden = count === all;
  others.textContent = sentence("others", { count: figure(all - count) });
  showCount(count, all);
}

/** What the address asks for, without what this register does not have.
 * @returns {State}
 */
function asked() {
  const found = fromQuery(location.search, facets);
  for (const facet of facets) found.chosen[facet] = found.chosen[facet].filter((value) => boxes.some((box) => box.name === facet && box.value === value));
  return { ...found, picked: found.picked.filter((slug) => !rows.length || bySlug.has(slug)).slice(0, MOST_COMPARED) };
}

/**
 * @param {Partial<State>} what
 * @param {{typing?: boolean}} [how]
 */
function change(what, { typing = false } = {}) {
  state = { ...state, ...what };
  const now = performance.now();
  const again = typing && now - typed < TYPING;
  typed = typing ? now : -Infinity;
  history[again ? "replaceState" : "pushState"](null, "", toQuery(state) || location.pathname);
  if (!("picked" in what)) limit = AT_A_TIME;
  update();
}

function show() {
  const sought = askedFor(state.q);
  const limited = narrowed(state, approving);
  const { found, counts } = survey(rows, limited, sought);
  const ordered = sorted(found, state.sort);
  shown = ordered.map((row) => row.slug);
  draw(ordered.slice(0, limit));
  showForm(counts);
  showChips();
  showView();
  showPicked();
  showCount(found.length, rows.length);
  const beyond = limited === state ? 0 : survey(rows, state, sought).found.length - found.length;
  others.hidden = !beyond && !state.all;
  others.textContent = beyond ? sentence("others", { count: figure(beyond) }) : sentence("only");
  element("#show", HTMLElement).textContent = sentence(found.length === 1 ? "show-one" : "show", { count: found.length });
  const nobody = element("#nobody", HTMLElement);
  nobody.hidden = found.length > 0;
  element("a", HTMLAnchorElement, nobody).search = state.q && `?${new URLSearchParams({ q: state.q })}`;
}

/** @param {number} count
 * @param {number} all
 */
function showCount(count, all) {
  const drawn = Math.min(count, limit);
  const name = count > drawn ? "first" : count === all ? "all" : count ? "some" : "none";
  howMany.textContent = sentence(name, { count: figure(count), all: figure(all), shown: figure(drawn) });
  const more = document.querySelector("#more");
  if (!(more instanceof HTMLElement)) return;
  more.hidden = count === drawn;
  element("button", HTMLElement, more).textContent = sentence("more", { count: figure(Math.min(AT_A_TIME, count - drawn)) });
}

/** The first lines at once, those below them as soon as the first are seen. Lines stay where they are when they are the same.
 * @param {Listed[]} wanted
 */
function draw(wanted) {
  clearTimeout(drawing);
  put(wanted.slice(0, shards.length ? AT_ONCE : Infinity));
  if (body.rows.length < wanted.length) drawing = setTimeout(() => put(wanted), 50);
}

/** @param {Listed[]} wanted */
function put(wanted) {
  const lines = wanted.map((row) => row.line());
  if (lines.length !== body.rows.length || lines.some((line, i) => body.rows[i] !== line)) body.replaceChildren(...lines);
  markPicked();
}

/** @param {Record<string, Map<string, number>>} counts */
function showForm(counts) {
  if (document.activeElement !== text || text.value.trim() !== state.q.trim()) text.value = state.q;
  if (document.activeElement !== since) since.value = state.since;
  sort.value = state.sort;
  for (const box of boxes) {
    const count = counts[box.name].get(box.value) ?? 0;
    box.checked = state.chosen[box.name].includes(box.value);
    const choice = /** @type {HTMLElement} */ (box.parentElement);
    element("[data-count]", HTMLElement, choice).textContent = figure(count);
    box.disabled = !count && !box.checked;
    choice.classList.toggle("empty", box.disabled);
  }
  for (const facet of facets) element("[data-chosen]", HTMLElement, group(facet)).textContent = chosenWords(state.chosen[facet].length);
  element("summary [data-chosen]", HTMLElement, filters).textContent = chosenWords(steps().length);
}

/** @param {number} count */
function chosenWords(count) {
  return count ? ` (${sentence("chosen", { count })})` : "";
}

/** Every active filter: its words, and what the state is without it.
 * @returns {{words: string, without: Partial<State>}[]}
 */
function steps() {
  /** @type {{words: string, without: Partial<State>}[]} */
  const found = [];
  if (state.q.trim()) found.push({ words: sentence("text", { text: state.q.trim() }), without: { q: "" } });
  for (const facet of facets) {
    for (const value of state.chosen[facet]) {
      const rest = state.chosen[facet].filter((other) => other !== value);
      found.push({ words: `${titleOf(facet)}: ${wordsOf(facet, value)}`, without: { chosen: { ...state.chosen, [facet]: rest } } });
    }
  }
  if (state.since) found.push({ words: sentence("since", { day: day(state.since) }), without: { since: "" } });
  return found;
}

/** The filter and the order as one line of words. */
function inWords() {
  const active = steps().map((step) => step.words);
  if (narrowed(state, approving) !== state) active.unshift(sentence("approved"));
  const by = sentence("sorted-by", { name: sort.selectedOptions[0].textContent });
  return [...(active.length ? active : [sentence("no-filter")]), by].join("; ");
}

function showChips() {
  const active = steps();
  const made = active.map(({ words, without }) => chip(words, without, sentence("remove", { name: words })));
  const none = Object.fromEntries(facets.map((facet) => [facet, []]));
  if (active.length > 1) made.push(chip(sentence("clear"), { q: "", since: "", chosen: none }));
  chips.replaceChildren(...made);
}

/**
 * @param {string} words
 * @param {Partial<State>} without
 * @param {string | null} [label]
 */
function chip(words, without, label = null) {
  const button = make("button", { type: "button", "aria-label": label, class: label && "removes" }, words);
  button.addEventListener("click", () => {
    const place = elements("button", HTMLElement, chips).indexOf(button);
    change(without);
    const left = elements("button", HTMLElement, chips);
    (left[Math.min(place, left.length - 1)] ?? element("summary", HTMLElement, filters)).focus();
  });
  return make("li", {}, button);
}

/** Cards are the table's own rows laid out anew; their roles are said, since browsers drop them with the layout. */
function showView() {
  const view = state.view || (narrow.matches ? "cards" : "table");
  for (const button of views) button.setAttribute("aria-pressed", String(button.dataset.view === view));
  if (table.dataset.view === view) return;
  table.dataset.view = view;
  keepRoles(table);
}

function markPicked() {
  for (const line of body.rows) {
    const wanted = state.picked.includes(line.dataset.slug ?? "");
    element("input", HTMLInputElement, line).checked = wanted;
    line.classList.toggle("chosen-row", wanted);
  }
}

function showPicked() {
  markPicked();
  const names = state.picked.map((slug) => bySlug.get(slug)?.name).join(", ");
  pickedWords.textContent = names ? sentence("picked", { count: state.picked.length, names }) : sentence("pick");
  element("button", HTMLElement, compare).hidden = !state.picked.length;
}

/** @param {string} facet */
function group(facet) {
  return element(`[data-facet="${facet}"]`, HTMLDetailsElement, filter);
}

/** @param {string} facet */
function titleOf(facet) {
  return element("legend", HTMLElement, group(facet)).textContent;
}

/**
 * @param {string} facet
 * @param {string} value
 */
function wordsOf(facet, value) {
  return boxes.find((box) => box.name === facet && box.value === value)?.nextElementSibling?.textContent ?? value;
}

/** @param {string} facet */
function ticked(facet) {
  return boxes.filter((box) => box.name === facet && box.checked).map((box) => box.value);
}
