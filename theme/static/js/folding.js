// Names as they are matched: the search's own folding, in both ways people write æ and ø.

import { termsOf } from "./names.js";

/** @type {string[]} */
const UNSKIPPED = [];

/** The word lists of a text, one for each way of writing æ and ø.
 * @param {string} text
 * @param {Record<string, string>} fold
 */
export function readingsOf(text, fold) {
  const lower = text.toLowerCase();
  const other = lower.replaceAll("æ", "a").replaceAll("ø", "oe");
  const ways = other === lower ? [lower] : [lower, other];
  return ways.map((way) => termsOf(way, { fold, skipped: UNSKIPPED }));
}

/** {words, digits} of what was typed in a filter: words of letters, and runs of digits with the blanks between them gone.
 * @param {string} text
 * @param {{fold: Record<string, string>, skipped: string[]}} table
 */
export function askedFor(text, { fold, skipped }) {
  const digits = text.normalize("NFKC").replace(/(\d)[\s\u00a0]+(?=\d)/g, "$1").replace(/\+47(?=\d)/g, "").match(/\d+/g) ?? [];
  return { words: termsOf(text, { fold, skipped }), digits };
}
