// What a question finds in the register, as data: the front page and the check that stands on other sites ask the same way.

import { json } from "./fetched.js";
import { lookUp } from "./numbers.js";
import { topicOf, UNNUMBERED } from "./asked.js";

export const NUMBERS = ["phone", "organisation"];
const WORDS = ["name", "question"];

/**
 * {item, fits, misuse, near, list, former, pages} for one thing that is asked about, or null when an unfinished text is
 * not worth an answer yet. A fit is {centre, as}: as what the centre fits whole.
 */
export async function find(item, places, unfinished = false) {
  const found = { item, fits: [], misuse: [], near: [], list: [], former: [], pages: [] };
  if (UNNUMBERED.includes(item.kind) || item.kind === "number") return unfinished && item.more !== "machine" ? null : found;
  if (NUMBERS.includes(item.kind)) {
    const own = item.kind === "phone" ? "phone_number" : "organisation_number";
    const [{ centres, former }, misuse] = await Promise.all([lookUp(item, places), misused(places, (one) => one[own] === item.value)]);
    return { ...found, misuse, former, fits: centres.map((centre) => ({ centre, as: { kind: item.kind } })) };
  }
  if (unfinished && (!WORDS.includes(item.kind) || item.value.length < 3)) return null;
  return { ...found, ...(await findWords(item, places, unfinished)) };
}

async function findWords(item, places, unfinished) {
  const { findHost, findMail, findNames, findPages, misusesName, remindsOf } = await import("./names.js");
  const { isAt } = await import("./fits.js");
  if (item.kind === "host") return { ...(await findHost(item, places)), misuse: await misused(places, ({ site }) => isAt(item.value, item.more, site)) };
  if (item.kind === "mail") return { ...(await findMail(item, places)), misuse: await misused(places, ({ site }) => isAt(item.more, "", site)) };
  const [found, misuse, reminding] = await Promise.all([
    findNames(item.value, places),
    misused(places, (one) => misusesName(item.value, one)),
    misused(places, (one) => remindsOf(item.value, one)),
  ]);
  const { fits, list, near } = found;
  const known = fits.length || list.length || misuse.length;
  if (unfinished) return known || near.length ? { ...found, misuse, half: !known } : null;
  const pages = fits.length || misuse.length || !places.norwegian ? [] : await findPages(item.value, places);
  if (topicOf(item.value) && pages.length) return { fits, misuse, pages, asksForHelp: true };
  return { fits, misuse, pages, list, near, reminding: known ? [] : reminding };
}

/** Those known to have misused the mark that fit; looked at for every question, so that it is never passed over. */
async function misused({ base }, fits) {
  const { misuse } = await json(`${base}search/misuse.json`);
  return misuse.filter(fits);
}
