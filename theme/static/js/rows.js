// The lines of the list of centres: as the page has them, or drawn from the data of a list that is too long for one page.

import { keepPartRoles, make } from "./elements.js";
import { spansIn, wordsOf } from "./folding.js";
import { copy, day, element, figure, filled, sentence, series } from "./page.js";

/** A row of the list with its slug, its name, and its line of the table, made when it is first shown.
 * @typedef {import("./facets.js").Row & {slug: string, name: string, line: () => HTMLTableRowElement}} Listed
 */
/** What a shard says of a centre; what it does not have is left out. The fields with several values come besides.
 * @typedef {{slug: string, name: string, organisation_number: string, trade_names?: string[], also?: string[], words: string, status: string, label?: string, since?: string, seats?: number, facets?: Record<string, string[]>, city: string, county: string, rate?: number, few?: boolean, report?: [number, number, number], numbers: string[][], [several: string]: unknown}} Told
 */

/** What the table says of a centre: its values in each facet have a bar between them.
 * @param {HTMLTableRowElement} line
 * @param {number} place
 * @param {string[]} facets
 * @returns {Listed}
 */
export function rowOf(line, place, facets) {
  const { slug = "", since, size, rate, few, numbers = "", also = "", ...data } = line.dataset;
  const [, head, , , , town] = line.cells;
  return {
    slug, place, name: element("a", HTMLElement, head).textContent, line: () => line,
    values: Object.fromEntries(facets.map((facet) => [facet, (data[facet] ?? "").split("|").filter(Boolean)])),
    since: since || null, size: size ? Number(size) : null, rate: rate ? Number(rate) : null, few: few !== undefined,
    words: wordsOf([...textsIn(head), ...textsIn(town), ...also.split(" · ")]),
    written: `${textsIn(head).join(" ")} ${also}`,
    spans: spansIn(`${element(".quiet", HTMLElement, head).textContent}\n${numbers.replaceAll("|", "\n")}`),
  };
}

/** The texts of a cell, one for each line.
 * @param {Element} cell
 */
function textsIn(cell) {
  return [...cell.childNodes].map((node) => node.textContent ?? "");
}

/** What a shard says of a centre, as a row; `page` is the address of a centre's page, with `{slug}` in it.
 * @param {Told} told
 * @param {number} place
 * @param {string[]} facets
 * @param {string} page
 * @returns {Listed}
 */
export function rowFrom(told, place, facets, page) {
  const names = [told.name, ...(told.trade_names ?? []), ...(told.also ?? [])];
  const own = [told.organisation_number];
  /** @type {HTMLTableRowElement | undefined} */
  let line;
  return {
    slug: told.slug, place, name: told.name, line: () => (line ??= drawn(told, page)),
    values: Object.fromEntries(facets.map((facet) => [facet, valuesOf(told, facet)])),
    since: told.since ?? null, size: told.seats ?? null, rate: told.rate ?? null, few: told.few === true,
    words: told.words.split(" "), written: `${names.join(" ")} ${told.organisation_number}`,
    spans: [own, ...told.numbers].map((ends) => [ends[0], ends[ends.length - 1]]),
  };
}

/**
 * @param {Told} told
 * @param {string} facet
 * @returns {string[]}
 */
function valuesOf(told, facet) {
  const value = told.facets?.[facet] ?? told[facet] ?? [];
  return /** @type {string[]} */ (Array.isArray(value) ? value : [value]);
}

/** A line of the table, as the build writes those that stand on a page.
 * @param {Told} told
 * @param {string} page
 */
function drawn(told, page) {
  const line = /** @type {HTMLTableRowElement} */ (copy("#row"));
  line.dataset.slug = told.slug;
  line.dataset.status = told.status;
  const [pick, head, status, choices, seats, town, complaints] = line.cells;
  const box = element("input", HTMLInputElement, pick);
  box.value = told.slug;
  box.setAttribute("aria-label", sentence("compare", { name: told.name }));
  const link = make("a", { class: "ds-link", href: filled(page, { slug: told.slug }) }, told.name);
  lines(head, link, (told.trade_names ?? []).join(", "), make("span", { class: "quiet nowrap" }, told.organisation_number));
  const approved = told.since && quiet(sentence("since-day", { since: day(told.since) }));
  lines(status, copy(`[data-label="${told.label ?? told.status}"]`), approved || null);
  const choicesIn = (/** @type {string} */ field) => series(field, valuesOf(told, field));
  lines(choices, choicesIn("services"), ...["languages", "directions"].map((field) => quiet(choicesIn(field))));
  if (told.seats) seats.append(figure(told.seats), make("span", { class: "unit" }, ` ${sentence("seats")}`));
  lines(town, told.city, told.county === told.city ? null : quiet(told.county));
  complaints.classList.toggle("few", told.few === true);
  if (told.rate !== undefined && told.report) {
    const [count, calls, year] = told.report;
    complaints.append(make("span", { class: "rate" }, figure(told.rate)), " ", make("span", { class: "unit" }, sentence("rate")), make("br"));
    complaints.append(make("span", { class: "quiet" }, sentence("ground", { count: figure(count), calls: figure(calls), year })));
  }
  keepPartRoles(line);
  return line;
}

/** @param {string} words */
function quiet(words) {
  return words ? make("span", { class: "quiet" }, words) : null;
}

/** Puts what there is in a cell, each on a line of its own.
 * @param {Element} cell
 * @param {(Node | string | null)[]} parts
 */
function lines(cell, ...parts) {
  const there = parts.filter((part) => part !== null && part !== "");
  cell.append(...there.flatMap((part, i) => (i ? [make("br"), part] : [part])).map((part) => part ?? ""));
}
