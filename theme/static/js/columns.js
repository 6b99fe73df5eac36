// What a downloaded list of centres says of each: the columns, in the words of the page.

import { sentence, word } from "./sentences.js";

const SEVERAL = ["directions", "services", "channels", "sectors", "languages"];

/** [heading, width, cell of a centre] for every column. */
export function columns(register, base) {
  const latest = (centre) => centre.reports[0] ?? null;
  return [
    ["name", 36, (c) => c.name],
    ["organisation_number", 14, (c) => c.organisation_number],
    ["status", 24, (c) => word("status", c.status)],
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
    ...SEVERAL.map((field) => [field, 26, (c) => c[field].map((value) => word(field, value)).join(", ")]),
    ["seats", 10, (c) => c.seats],
    ["report_year", 12, (c) => latest(c)?.year ?? null],
    ["received_rate", 18, (c) => latest(c)?.received_per_100000 ?? null],
    ["upheld_rate", 18, (c) => latest(c)?.upheld_per_100000 ?? null],
    ["as_of", 14, () => ({ day: register.as_of })],
    ["page", 50, (c) => `${register.site_url}/${base}sentre/${c.slug}/`],
  ];
}

/** The numbers of a centre with what each is for, so that a spreadsheet never takes one for a figure. */
export function phones(centre) {
  return centre.phone_numbers.map(({ number, use }) => `${number} (${use.map((one) => sentence(`use-${one}`)).join(", ")})`);
}

function onlyDay(day) {
  return day ? { day } : null;
}

/** The rows of a list, headings first. */
export function rowsOf(centres, all) {
  return [all.map(([name]) => sentence(`column-${name}`)), ...centres.map((centre) => all.map(([, , cell]) => cell(centre)))];
}

/** What a file says of itself: [[term, value]]. */
export function about(register, said) {
  return [
    [sentence("about-register"), { day: register.as_of }],
    ...said,
    [sentence("about-address"), location.href],
    [sentence("about-commit"), register.commit ?? sentence("unknown")],
    ...(register.demonstration ? [[sentence("about-demonstration"), sentence("demonstration")]] : []),
  ];
}
