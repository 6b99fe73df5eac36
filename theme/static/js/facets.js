// The list of centres, filtered: what is chosen, which rows fit, and how many each choice holds. Pure. What can be filtered
// by is given by the page, which has it from the build.

import { isDay } from "./days.js";

/** What the address says when also those that are not approved are wanted. */
const ALL = "all";
export const SORTS = ["name", "since", "size", "rate"];
export const MOST_COMPARED = 4;

/** What is asked for; `chosen` has the values that are ticked, by the name of the facet in the address.
 * @typedef {{q: string, all: boolean, since: string, sort: string, view: string, picked: string[], chosen: Record<string, string[]>}} State
 */
/** A row: its values by facet, and what else it is found and sorted by.
 * @typedef {{values: Record<string, string[]>, since: string | null, size: number | null, rate: number | null, few: boolean, place: number, words: string[], written: string, spans: string[][]}} Row
 */

/** What the query string asks for of these facets; anything it says that is no choice of ours is left out.
 * @param {string} search
 * @param {string[]} facets
 * @returns {State}
 */
export function fromQuery(search, facets) {
  const asked = new URLSearchParams(search);
  const since = asked.get("since") ?? "";
  return {
    q: (asked.get("q") ?? "").slice(0, 200),
    all: asked.get(ALL) === "1",
    since: isDay(since) ? since : "",
    sort: SORTS.find((sort) => sort === asked.get("sort")) ?? "name",
    view: ["table", "cards"].find((view) => view === asked.get("view")) ?? "",
    picked: slugsOf(asked),
    chosen: Object.fromEntries(facets.map((facet) => [facet, [...new Set(asked.getAll(facet))]])),
  };
}

/** Slugs from `s`, with commas between or given several times.
 * @param {URLSearchParams} asked
 */
export function slugsOf(asked) {
  return [...new Set(asked.getAll("s").flatMap((list) => list.split(",")).map((slug) => slug.trim()).filter(Boolean))];
}

/** The query string that `fromQuery` reads back; empty when nothing is asked for.
 * @param {State} state
 */
export function toQuery({ q, all, since, sort, view, picked, chosen }) {
  const asked = new URLSearchParams();
  if (q.trim()) asked.set("q", q.trim());
  for (const [facet, values] of Object.entries(chosen)) for (const value of values) asked.append(facet, value);
  if (all) asked.set(ALL, "1");
  if (since) asked.set("since", since);
  if (sort !== "name") asked.set("sort", sort);
  if (view) asked.set("view", view);
  if (picked.length) asked.set("s", picked.join(","));
  const text = asked.toString().replaceAll("%2C", ",");
  return text && `?${text}`;
}

/**
 * {found, counts}: the rows that fit, in their own order, and for each facet how many rows each value would leave.
 *
 * Within a facet one of the chosen values is enough; between facets all must fit. A value's count heeds every other
 * facet but not its own, so it is the number of centres that the value itself brings.
 * @template {Row} R
 * @param {R[]} rows
 * @param {State} state
 * @param {import("./folding.js").Asked} asked
 */
export function survey(rows, state, asked) {
  const facets = Object.keys(state.chosen);
  /** @type {Record<string, Map<string, number>>} */
  const counts = Object.fromEntries(facets.map((facet) => [facet, new Map()]));
  /** @type {R[]} */
  const found = [];
  for (const row of rows) {
    if (!fits(row, state.since, asked)) continue;
    const missed = facets.filter((facet) => misses(row.values[facet], state.chosen[facet]));
    if (!missed.length) found.push(row);
    for (const facet of missed.length === 0 ? facets : missed.slice(0, missed.length === 1 ? 1 : 0)) {
      for (const value of row.values[facet]) counts[facet].set(value, (counts[facet].get(value) ?? 0) + 1);
    }
  }
  return { found, counts };
}

/**
 * @param {string[]} values
 * @param {string[]} chosen
 */
function misses(values, chosen) {
  return chosen.length > 0 && !values.some((value) => chosen.includes(value));
}

/** Approved without interruption since the day or longer; every word begins one of the row's; the numbers are its own.
 * @param {Row} row
 * @param {string} since
 * @param {import("./folding.js").Asked} asked
 */
function fits(row, since, { words, numbers, digits }) {
  if (since && !(row.since && row.since <= since)) return false;
  const spoken = words.every((word) => row.words.some((own) => own.startsWith(word)));
  const has = (/** @type {string} */ number) => row.spans.some(([first, last]) => number.length === first.length && first <= number && number <= last);
  const begun = (/** @type {string} */ part) => row.spans.some((span) => span.some((end) => end.includes(part))) || row.written.includes(part);
  return spoken && (!numbers.length || numbers.some(has)) && digits.every(begun);
}

/** What is looked for among: those that are approved, unless a status, a name or everybody is asked for.
 * @param {State} state
 * @param {string[]} approving
 * @returns {State}
 */
export function narrowed(state, approving) {
  if (state.all || state.q.trim() || state.chosen.status.length) return state;
  return { ...state, chosen: { ...state.chosen, status: approving } };
}

/** The rows in the order asked for; those without the figure come last, rates among few calls after the others, and equal ones stand by place.
 * @template {Row} R
 * @param {R[]} rows
 * @param {string} sort
 */
export function sorted(rows, sort) {
  const before = ORDERS[sort];
  return [...rows].sort((a, b) => before(a, b) || a.place - b.place);
}

/** @type {Record<string, (a: Row, b: Row) => number>} */
const ORDERS = {
  name: () => 0,
  since: (a, b) => ordered(a.since, b.since, (one, other) => (one < other ? -1 : Number(one > other))),
  size: (a, b) => ordered(a.size, b.size, (one, other) => other - one),
  rate: (a, b) => ordered(a.rate, b.rate, (one, other) => Number(a.few) - Number(b.few) || one - other),
};

/**
 * @template T
 * @param {T | null} a
 * @param {T | null} b
 * @param {(a: T, b: T) => number} compared
 */
function ordered(a, b, compared) {
  return a === null || b === null ? Number(a === null) - Number(b === null) : compared(a, b);
}

/** The picked slugs with one more or one less; `refused` when there are as many as can stand side by side.
 * @param {string[]} slugs
 * @param {string} slug
 * @param {boolean} wanted
 */
export function picked(slugs, slug, wanted) {
  if (!wanted) return { slugs: slugs.filter((other) => other !== slug), refused: false };
  if (slugs.includes(slug)) return { slugs, refused: false };
  return slugs.length < MOST_COMPARED ? { slugs: [...slugs, slug], refused: false } : { slugs, refused: true };
}
