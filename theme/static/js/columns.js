// What a downloaded list of centres says of each: the columns, in the words of the page.

import { filled, sentence, series, word } from "./page.js";

/** A heading, a width, and the cell of a centre.
 * @typedef {[string, number, (centre: BuyersCentre) => Cell]} Column
 */

/** Every column. `several` are the fields that have several values; `page` is the path of a centre's page, `{slug}` in it.
 * @param {BuyersFile} register
 * @param {{several: string[], page: string}} places
 * @returns {Column[]}
 */
export function columns(register, { several, page }) {
  const latest = (/** @type {BuyersCentre} */ centre) => centre.reports[0] ?? null;
  return [
    ["name", 36, (c) => c.name],
    ["organisation_number", 14, (c) => c.organisation_number],
    ["status", 24, (c) => (c.successor ? sentence("transferred-to", { name: c.successor.name }) : word("status", c.status))],
    ["status_since", 13, (c) => onlyDay(c.status_since)],
    ["approved_since", 13, (c) => onlyDay(c.approved_since)],
    ["approved_months", 12, (c) => c.approved_months],
    ["valid_until", 13, (c) => onlyDay(c.valid_until)],
    ["street", 26, (c) => c.street],
    ["town", 22, (c) => `${c.postcode} ${c.city}`],
    ["county", 16, (c) => c.county],
    ["phone", 40, (c) => phones(c).join(", ")],
    ["email", 30, (c) => c.email],
    ["websites", 30, (c) => c.websites.join(", ")],
    ...several.map((field) => /** @type {Column} */ ([field, 26, (c) => wordsOf(c, field)])),
    ["seats", 10, (c) => c.seats],
    ["report_year", 12, (c) => latest(c)?.year ?? null],
    ["received_rate", 18, (c) => latest(c)?.received_per_100000 ?? null],
    ["upheld_rate", 18, (c) => latest(c)?.upheld_per_100000 ?? null],
    ["as_of", 14, () => ({ day: register.as_of })],
    ["page", 50, (c) => `${register.site_url}/${filled(page, { slug: c.slug })}`],
  ];
}

/** What a field with several values says of a centre, with commas between.
 * @param {BuyersCentre} centre
 * @param {string} field
 */
export function wordsOf(centre, field) {
  return series(field, /** @type {string[]} */ (centre[field]));
}

/** The numbers of a centre with what each is for, so that a spreadsheet never takes one for a figure.
 * @param {BuyersCentre} centre
 */
export function phones(centre) {
  return centre.phone_numbers.map(({ number, use }) => `${number} (${use.map((one) => sentence(`use-${one}`)).join(", ")})`);
}

/** @param {string | null} day */
function onlyDay(day) {
  return day ? { day } : null;
}

/** The rows of a list, headings first.
 * @param {BuyersCentre[]} centres
 * @param {Column[]} all
 * @returns {Cell[][]}
 */
export function rowsOf(centres, all) {
  return [all.map(([name]) => sentence(`column-${name}`)), ...centres.map((centre) => all.map(([, , cell]) => cell(centre)))];
}

/** What a file says of itself: terms and values.
 * @param {BuyersFile} register
 * @param {Cell[][]} said
 * @returns {Cell[][]}
 */
export function about(register, said) {
  return [
    [sentence("about-register"), { day: register.as_of }],
    ...said,
    [sentence("about-address"), location.href],
    [sentence("about-commit"), register.commit ?? sentence("unknown")],
    ...(register.demonstration ? [[sentence("about-demonstration"), sentence("demonstration")]] : []),
  ];
}
