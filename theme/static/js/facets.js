// The list of centres, filtered: what is chosen, which rows fit, and how many each choice holds. Pure.

/** The facets by their names in the address; a row holds a list of values for each. */
export const FACETS = ["status", "directions", "services", "channels", "sectors", "languages", "county", "seats"];
export const SORTS = ["name", "since", "size", "rate"];
export const MOST_COMPARED = 4;

/** What the query string asks for; anything it says that is no choice of ours is left out. */
export function fromQuery(search) {
  const asked = new URLSearchParams(search);
  const since = asked.get("since") ?? "";
  return {
    q: (asked.get("q") ?? "").slice(0, 200),
    since: isDay(since) ? since : "",
    sort: SORTS.includes(asked.get("sort")) ? asked.get("sort") : "name",
    view: ["table", "cards"].includes(asked.get("view")) ? asked.get("view") : "",
    picked: slugsOf(asked),
    chosen: Object.fromEntries(FACETS.map((facet) => [facet, [...new Set(asked.getAll(facet))]])),
  };
}

/** Slugs from `s`, with commas between or given several times. */
export function slugsOf(asked) {
  return [...new Set(asked.getAll("s").flatMap((list) => list.split(",")).map((slug) => slug.trim()).filter(Boolean))];
}

/** The query string that `fromQuery` reads back; empty when nothing is asked for. */
export function toQuery({ q, since, sort, view, picked, chosen }) {
  const asked = new URLSearchParams();
  if (q.trim()) asked.set("q", q.trim());
  for (const facet of FACETS) for (const value of chosen[facet]) asked.append(facet, value);
  if (since) asked.set("since", since);
  if (sort !== "name") asked.set("sort", sort);
  if (view) asked.set("view", view);
  if (picked.length) asked.set("s", picked.join(","));
  const text = asked.toString().replaceAll("%2C", ",");
  return text && `?${text}`;
}

/** A real day written YYYY-MM-DD. */
export function isDay(text) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const moment = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text);
}

/**
 * {found, counts}: the rows that fit, in their own order, and for each facet how many rows each value would leave.
 *
 * Within a facet one of the chosen values is enough; between facets all must fit. A value's count heeds every other
 * facet but not its own, so it is the number of centres that the value itself brings.
 */
export function survey(rows, state, words, digits) {
  const counts = Object.fromEntries(FACETS.map((facet) => [facet, new Map()]));
  const found = [];
  for (const row of rows) {
    if (!fits(row, state.since, words, digits)) continue;
    const missed = FACETS.filter((facet) => misses(row[facet], state.chosen[facet]));
    if (!missed.length) found.push(row);
    for (const facet of missed.length === 0 ? FACETS : missed.slice(0, missed.length === 1 ? 1 : 0)) {
      for (const value of row[facet]) counts[facet].set(value, (counts[facet].get(value) ?? 0) + 1);
    }
  }
  return { found, counts };
}

function misses(values, chosen) {
  return chosen.length > 0 && !values.some((value) => chosen.includes(value));
}

/** Approved without interruption since the day or longer; every word begins a word of one reading; digits are in a number. */
function fits(row, since, words, digits) {
  if (since && !(row.since && row.since <= since)) return false;
  const spoken = row.readings.some((reading) => words.every((word) => reading.some((own) => own.startsWith(word))));
  return spoken && digits.every((part) => row.digits.some((number) => number.includes(part)));
}

/** The rows in the order asked for; those without the figure come last, and equal ones stand by name. */
export function sorted(rows, sort) {
  const by = {
    name: () => 0,
    since: (a, b) => lastIfEmpty(a.since, b.since) ?? (a.since < b.since ? -1 : Number(a.since > b.since)),
    size: (a, b) => lastIfEmpty(a.size, b.size) ?? b.size - a.size,
    rate: (a, b) => lastIfEmpty(a.rate, b.rate) ?? a.rate - b.rate,
  }[sort];
  return [...rows].sort((a, b) => by(a, b) || a.place - b.place);
}

function lastIfEmpty(a, b) {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return undefined;
}

/** The picked slugs with one more or one less; `refused` when there are as many as can stand side by side. */
export function picked(slugs, slug, wanted) {
  if (!wanted) return { slugs: slugs.filter((other) => other !== slug), refused: false };
  if (slugs.includes(slug)) return { slugs, refused: false };
  return slugs.length < MOST_COMPARED ? { slugs: [...slugs, slug], refused: false } : { slugs, refused: true };
}
