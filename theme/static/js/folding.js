// What was typed in a filter, and what a row of the list has, in the words and numbers that both are compared by.

import { read, searched, UNNUMBERED } from "./asked.js";

/** Words of letters, whole numbers, and digits that are not a whole number yet.
 * @typedef {{words: string[], numbers: string[], digits: string[]}} Asked
 */

/** What was typed in a filter.
 * @param {string} text
 * @returns {Asked}
 */
export function askedFor(text) {
  const items = read(text);
  const numbers = items.filter(({ kind }) => kind === "phone" || kind === "organisation").map(({ value }) => value);
  if (numbers.length) return { words: [], numbers, digits: [] };
  const [{ kind, value, more }] = items;
  if (kind === "number") return { words: [], numbers: [], digits: [value.replace("+", "")] };
  const typed = UNNUMBERED.includes(kind) ? text : kind === "host" ? value + more : value;
  return { words: searched(typed), numbers: [], digits: typed.match(/\d+/g) ?? [] };
}

/** The words of the names that a row has.
 * @param {string[]} names
 */
export function wordsOf(names) {
  return names.flatMap((name) => searched(name));
}

/** [first, last] of each number and range in a text such as `20 00 00 00 – 20 00 00 99, 02345`.
 * @param {string} text
 */
export function spansIn(text) {
  return text.split(/[,\n]/).flatMap((part) => {
    const ends = part.split("–").map((end) => end.replace(/\D/g, "")).filter(Boolean);
    return ends.length ? [[ends[0], ends[ends.length - 1]]] : [];
  });
}
