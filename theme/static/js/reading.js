// What lawyers write, read as the register writes it: the same as `reading.py`, with its tables given as data. Pure.

import { written } from "./faults.js";
import { inTheNetwork } from "./hosts.js";

const YEAR_FIRST = /^([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})$/;
const IN_FIGURES = /^([0-9]{1,2}) ?[./-] ?([0-9]{1,2}) ?[./-] ?([0-9]{4}|[0-9]{2})$/;
const IN_WORDS = /^(?:(\p{L}+)\.?,? )?(?:den )?([0-9]{1,2})\.? ?(\p{L}+)\.?,? ([0-9]{4}|[0-9]{2})$/u;
const THOUSANDS = /^(?:[0-9]{1,3}(?:[ .'’][0-9]{3})+|[0-9]+)$/;
const TELEPHONE = /^(?:\+47 ?)?(?:[1-9](?: ?[0-9]){7}|0(?: ?[0-9]){4})$/;
const AROUND_TELEPHONE = /(?:telefon(?:nummer)?|mobil|tlf|tel|nr)(?![\p{L}\p{N}_])[.:]? */iu;
const BETWEEN_DIGITS = /[ ().\-‐-―−/]/g;
const NATIONAL = /^(?:(?:\+|00)?47)?([1-9][0-9]{7}|0[0-9]{4})$/;
const TO = / *(?:\.\.|[-‐-―−]| til | to ) */g;
const END_OF_RANGE = /^[0-9]{1,4}$/;
const SITE = /^(?:(https?):\/\/)?([^/:\s@,;]+\.\p{L}{2,})(:[0-9]+)?(\/.*)?$/iu;
const AROUND_ORGANISATION = /^(?:organisasjonsnummer|orgnr|org|no)(?:\.|:|\s|nr)*(?=[0-9])|\s*mva\.?$/gi;
const AND = / (?:og|and|samt) | ?[&/] ?/g;
const ADDRESS = /\/(?:sentre|verifiser|merke|bekreftelse)\/([a-z0-9-]+)/;
const FILE = /^(?:.*\/)?([a-z0-9-]+)\.yaml$/;
const BLANK = /[\s\x1c-\x1f\x85]+/;
const LINE = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;

export const oneLine = (words) => words.split(BLANK).filter(Boolean).join(" ");
const lines = (words) => words.split(LINE).map(oneLine).filter(Boolean);

/** A day as Norwegians write it, as YYYY-MM-DD; what is none is given back. */
export function day(words, { months, weekdays }) {
  const plain = oneLine(words).toLowerCase().replace(/\.$/, "");
  let parts;
  let weekday;
  let found;
  if ((found = YEAR_FIRST.exec(plain))) parts = [found[1], Number(found[2]), Number(found[3])];
  else if ((found = IN_FIGURES.exec(plain))) parts = [found[3], Number(found[2]), Number(found[1])];
  else if ((found = IN_WORDS.exec(plain))) [parts, weekday] = [[found[4], months[found[3]] ?? 0, Number(found[2])], found[1]];
  else return words;
  const [year, month, number] = [Number(parts[0]) + (parts[0].length === 2 ? 2000 : 0), parts[1], parts[2]];
  const read = new Date(Date.UTC(2000, 0, 1));
  read.setUTCFullYear(year, month - 1, number);
  if (year < 1 || read.getUTCMonth() !== month - 1 || read.getUTCDate() !== number) return words;
  if (weekday && weekday !== "den" && weekdays[weekday] !== (read.getUTCDay() + 6) % 7) return words;
  return [String(year).padStart(4, "0"), String(month).padStart(2, "0"), String(number).padStart(2, "0")].join("-");
}

/** A whole number without the signs that Norwegians set between thousands. */
export function figure(words) {
  const plain = oneLine(words);
  return THOUSANDS.test(plain) ? plain.replace(/[^0-9]/g, "") : words;
}

/** An organisation number without blanks, points and the words around it. */
export function organisation(words) {
  const digits = oneLine(words).replace(AROUND_ORGANISATION, "").replace(/[\s.]/g, "");
  return /^[0-9]{9}$/.test(digits) ? digits : words;
}

/** A number, or a range as FROM–TO with any hyphen between. */
export function telephone(words) {
  const plain = oneLine(words);
  for (const sign of plain.matchAll(TO)) {
    const before = plain.slice(0, sign.index);
    const first = number(before);
    let last = number(plain.slice(sign.index + sign[0].length));
    if (TELEPHONE.test(first) && END_OF_RANGE.test(last) && before.search(TO) < 0) {
      const digits = first.replace(/^\+47/, "").replace(/[^0-9]/g, "");
      last = number(digits.slice(0, -last.length) + last);
    }
    if (TELEPHONE.test(first) && TELEPHONE.test(last)) return `${first}–${last}`;
  }
  return number(plain);
}

function number(words) {
  if (TELEPHONE.test(words)) return words;
  const prefix = AROUND_TELEPHONE.exec(words);
  const bare = prefix ? words.slice(0, prefix.index) + words.slice(prefix.index + prefix[0].length) : words;
  const found = NATIONAL.exec(bare.replace(BETWEEN_DIGITS, ""));
  if (!found) return words;
  return found[1].length === 5 ? found[1] : `+47 ${written(found[1])}`;
}

/** A web site with its scheme; a domain with æ, ø or å in the form that addresses have. */
export function website(words) {
  const found = SITE.exec(oneLine(words));
  if (!found) return words;
  const [, scheme, host, port, path] = found.map((part) => part ?? "");
  return `${(scheme || "https").toLowerCase()}://${inTheNetwork(host)}${port}${path}`;
}

const ONE = { organisation_number: organisation, successor: organisation, seats: figure, phone_numbers: telephone, websites: website };

/** One value of a field as the register writes it. */
export function one(field, words, tables, choices = null) {
  const plain = oneLine(words);
  if (choices && plain) {
    const found = chosen(plain, choices, tables);
    return found?.length === 1 ? found[0] : plain;
  }
  if (tables.days.includes(field)) return day(plain, tables);
  return (ONE[field] ?? oneLine)(plain);
}

/** The items of a list, read one by one; names stand one to a line. */
export function several(field, words, { names, between }) {
  if (names.includes(field)) return lines(words);
  return lines(words).join("\n").split(new RegExp(between[field])).filter(Boolean).map(ONE[field] ?? oneLine);
}

/** The choices that the words name, by value or by what people call them; null when one of them is none. */
export function chosen(words, choices, { other }) {
  const called = new Map();
  for (const [value, labels] of Object.entries(choices)) for (const label of labels) called.set(label.toLowerCase(), value);
  for (const [word, value] of Object.entries(other)) if (value in choices) called.set(word, value);
  for (const value of Object.keys(choices)) called.set(value.toLowerCase(), value);
  const all = words.split(/[,;\n]/).map(oneLine).filter(Boolean);
  const parts = called.has(all.join(", ").toLowerCase()) ? [all.join(", ")] : all;
  const found = parts.map((part) => apart(part, called));
  return found.includes(null) ? null : [...new Set(found.flat())];
}

function apart(part, called) {
  const whole = called.get(part.toLowerCase());
  if (whole !== undefined) return [whole];
  for (const sign of part.matchAll(AND)) {
    const first = called.get(part.slice(0, sign.index).trim().toLowerCase());
    const rest = first === undefined ? null : apart(part.slice(sign.index + sign[0].length).trim(), called);
    if (rest) return [first, ...rest];
  }
  return null;
}

/** The centres that the words may name: [[slug, name, number, others], …]; one when it is certain, none when nobody is called so. */
export function centres(words, everyone, { forms }) {
  const asked = oneLine(words);
  const address = ADDRESS.exec(asked) ?? FILE.exec(asked);
  const keys = new Set([asked.toLowerCase(), address?.[1] ?? ""]);
  const digits = organisation((address?.[1] ?? asked).replace(/.*\(([0-9 ]+)\)/, "$1"));
  const exact = everyone.filter(([slug, name, own]) => own === digits || keys.has(slug) || name.toLowerCase() === asked.toLowerCase());
  if (exact.length) return exact;
  const bare = bareName(asked.replace(/\s*\([0-9 ]*\)$/, ""), forms);
  const whole = everyone.filter(([, name, , others]) =>
    (bare && [name, ...others].some((one_) => bareName(one_, forms) === bare)) || others.some((other) => keys.has(other)));
  if (whole.length) return whole;
  return everyone.filter(([, name]) => [...bare].length > 3 && `${bareName(name, forms)} `.startsWith(`${bare} `));
}

function bareName(name, forms) {
  const words = oneLine(name).toLowerCase().split(" ");
  return words.length > 1 && forms.includes(words.at(-1)) ? words.slice(0, -1).join(" ") : words.join(" ");
}

/** As the register tells a centre: its name, and its number with blanks. */
export const called = ([, name, number_]) => `${name} (${number_.replace(/(\d{3})(?=\d)/g, "$1 ")})`;
