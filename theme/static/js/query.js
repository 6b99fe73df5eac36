// What a person typed, understood: a telephone number, an organisation number, a web or e-mail address, the words for a
// hidden number, or a name. Pure, so that it can be tested by itself. Numbers are recognised by their digits alone;
// everything with letters in it is a name, save for the few words that people write around a number.

const AROUND_PHONE = /^(?:telefonnummer|telefon|mobilnummer|mobil|tlf|tel|phone|nummer|nr)\b[.:]?\s*/i;
const AROUND_ORGANISATION = /^(?:organisasjonsnummer|orgnr|org|no)(?:\.|:|\s|nr)*(?=\d)|\s*mva\.?$/gi;
const BETWEEN = /[\s\u00a0\u2000-\u200f\u202f\u2060\ufeff.,\-\u2010-\u2015()/_]+/g;
const HIDDEN = /^(?:skjult|hemmelig|ukjent|privat|anonym|sperret|blokkert|hidden|unknown|private|withheld|anonymous|no caller id|no number)(?: (?:nummer|number|caller|oppringer|anrop))?$/i;
const HOST = /^(?:https?:\/\/)?(?:[^\s@/]+@)?((?:[\p{L}\d-]+\.)+\p{L}{2,})(?::\d+)?(?:[/?#]\S*)?$/iu;
const WEIGHTS = [3, 2, 7, 6, 5, 4, 3, 2];

/** {kind, value, shown} for any text at all; kind is phone, organisation, host, hidden, impossible, name or empty. */
export function understand(text) {
  const typed = text.normalize("NFKC").trim();
  if (!typed) return { kind: "empty", value: "", shown: "" };
  const digits = onlyDigits(typed);
  if (digits !== null) return understandDigits(digits, typed);
  if (HIDDEN.test(typed)) return { kind: "hidden", value: typed, shown: typed };
  const host = typed.match(HOST)?.[1].toLowerCase().replace(/^www\./, "");
  return host ? { kind: "host", value: host, shown: host } : { kind: "name", value: typed, shown: typed };
}

function understandDigits(digits, typed) {
  if (isOrganisationNumber(digits)) return { kind: "organisation", value: digits, shown: spaced(digits) };
  const national = nationalNumber(digits);
  if (national) return { kind: "phone", value: national, shown: spaced(national), series: seriesOf(national) };
  return { kind: "impossible", value: digits, shown: typed, series: isForeign(digits) ? "foreign" : shortOrNone(digits) };
}

/** The digits of a number in any common way of writing it, with its + kept; null when it is no number. */
function onlyDigits(typed) {
  const bare = typed.replace(AROUND_ORGANISATION, "").replace(AROUND_PHONE, "").replace(BETWEEN, "");
  return /^\+?\d+$/.test(bare) ? bare : null;
}

/** Eight digits, or five that begin with 0, without +47, 0047 or a bare 47 before eight digits; null otherwise. */
export function nationalNumber(digits) {
  const national = digits.replace(/^(?:\+47|0047|47(?=\d{8}$))/, "");
  return /^(?:[2-9]\d{7}|0\d{4})$/.test(national) ? national : null;
}

/** Which series of the Norwegian number plan a national number is in. Source: Nkom's plan, and `phonenumbers`. */
export function seriesOf(national) {
  if (national.length === 5) return national >= "02000" ? "five" : "none";
  if (/^(?:4|9)/.test(national)) return "mobile";
  if (/^59/.test(national)) return "machine";
  if (/^800/.test(national)) return "freephone";
  if (/^82[09]/.test(national)) return "premium";
  if (/^8/.test(national)) return "special";
  return /^58/.test(national) ? "none" : "fixed";
}

function isForeign(digits) {
  return /^(?:\+|00)(?!47)/.test(digits) && digits.length > 6;
}

/** Emergency, directory and other special numbers of three to six digits; anything else is no number. */
function shortOrNone(digits) {
  return /^(?:1[0-7]\d|19\d|18\d{2}|116\d{3})$/.test(digits) ? "short" : "none";
}

/** Nine digits whose last is right by modulus 11. */
export function isOrganisationNumber(digits) {
  if (!/^\d{9}$/.test(digits)) return false;
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(digits[i]), 0);
  return (11 - (sum % 11)) % 11 === Number(digits[8]);
}

/** As people write it: 30 12 34 56, 901 01 001, 310 000 108; five digits as they are. */
export function spaced(digits) {
  if (digits.length === 9) return digits.replace(/(\d{3})(?=\d)/g, "$1 ");
  if (digits.length !== 8) return digits;
  const three = /^[489]/.test(digits);
  return three ? digits.replace(/^(\d{3})(\d{2})(\d{3})$/, "$1 $2 $3") : digits.replace(/(\d{2})(?=\d)/g, "$1 ");
}
