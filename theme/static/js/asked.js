// What people write, read in one way: telephone numbers anywhere in a text, organisation numbers, addresses, hidden
// numbers, names. The same rules and the same tables as register/asked.py, and one list of cases holds both to them.

import tables from "#asked" with { type: "json" };

const LONGEST = 2000;
const LABELS = new Set(tables.labels);
const COUNTED = new Set(tables.counted);
const SAME = new Map(Object.entries(tables.same_words));
const ADDRESS_LABELS = new Set(tables.address_labels);
const [HIDDEN, WARNED] = [tables.hidden, tables.warned].map((table) => Object.fromEntries(Object.entries(table).map(([name, words]) => [name, new Set(words)])));
/** The kinds of item that a telephone shows instead of a number, or above it. */
export const UNNUMBERED = ["hidden", "warned"];
/** @type {[string, RegExp][]} */
const PLAN = Object.entries(tables.plan).map(([kind, pattern]) => [kind, whole(pattern)]);
const SHORT = whole(`1[0-7]\\d|19\\d|18\\d\\d|116\\d{3}|(?:${tables.short})`);
const WEIGHTS = [3, 2, 7, 6, 5, 4, 3, 2];

function whole(pattern) {
  return new RegExp(`^(?:${pattern})$`);
}

/**
 * Everything that a text asks about, in the order in which it stands there; never nothing. An item is {kind, value, more}:
 * kind is phone, organisation, number (digits that are no whole number), host, mail, hidden, warned, question, name or
 * empty; `more` is the kind of a number, the path of a host, or the host of a mailbox.
 */
export function read(given) {
  const text = disarmed([...given].slice(0, LONGEST).join(""));
  const tokens = tokensOf(text);
  const { found, rest } = addressesIn(text, tokens);
  const plain = plainly(rest);
  const shown = unnumbered(letters(plain));
  const lone = found.length || shown ? null : loneHost(tokens);
  if (lone) return [lone];
  const numbers = numbersIn(plain);
  if (numbers.length || found.length) return [...numbers, ...found];
  return [shown ? item(shown, "") : (onlyDigits(plain) ?? said(text))];
}

function item(kind, value, more = "") {
  return { kind, value, more };
}

function said(text) {
  const bare = visible(text).trim().replace(/\s+/gu, " ");
  if (!bare) return item("empty", "");
  const [first] = letters(bare);
  const asks = bare.endsWith("?") || (bare.split(" ").length > 2 && tables.questions.includes(first));
  return item(asks ? "question" : "name", bare);
}

function letters(text) {
  return text.toLowerCase().match(/\p{L}+/gu) ?? [];
}

/** What a telephone shows instead of a number, or above it: that it was hidden, or a warning; else nothing. */
function unnumbered(words) {
  if (!words.length || tables.forms.includes(words.at(-1))) return "";
  return isHidden(words) ? "hidden" : isWarning(words) ? "warned" : "";
}

/** Whether the words are a telephone's own warning, and nothing else: «Mulig svindel», «Spam», «Scam likely». */
function isWarning(words) {
  const has = kindsOf(words, WARNED);
  return has.has("enough") || (has.has("deed") && has.has("perhaps"));
}

/** Whether the words say that a number was not shown: as a telephone does, in nothing but its words, or «skjult nummer» in a sentence. */
function isHidden(words) {
  if (words.some((word, i) => HIDDEN.enough.has(word) && HIDDEN.number.has(words[i + 1]))) return true;
  const has = kindsOf(words, HIDDEN);
  return has.has("enough") || (has.has("without") && (has.has("number") || has.has("shown") || words.includes("caller")));
}

/** The kinds that the words are of in a table; none when one of them is neither there nor a label. */
function kindsOf(words, table) {
  const of = words.map((word) => Object.keys(table).filter((kind) => table[kind].has(word)));
  return new Set(of.every((kinds, i) => kinds.length || LABELS.has(words[i])) ? of.flat() : []);
}

// --- Signs

const ORDINARY = /^[\x20-\x7eæøåÆØÅ\n\r\t]*$/; // what most texts are made of, and which needs no second look

/** The text without signs that cannot be seen: formats, controls, and what only changes how a sign is drawn. */
function visible(text) {
  if (ORDINARY.test(text)) return text;
  return text.replace(/(?![\n\r\t])\p{Cc}/gu, " ").replace(/[\p{Cf}\p{Me}\ufe00-\ufe0f]/gu, "");
}

/** One kind of blank, hyphen and digit, and no sign that cannot be seen. */
function plainly(text) {
  if (ORDINARY.test(text)) return spelt(text.toLowerCase()).replace(/[\r\t]/g, "\n");
  return [...spelt(visible(text).normalize("NFKC").toLowerCase())].map(sign).join("");
}

function spelt(text) {
  return text.replaceAll("%20", " ").replaceAll("%2b", "+");
}

function sign(c) {
  if (/\p{Nd}/u.test(c)) return digitOf(c);
  if (/\p{Pd}/u.test(c) || tables.hyphens.includes(c)) return "-";
  if (/[\n\r\t\u2028\u2029]/.test(c)) return "\n";
  return /\s/u.test(c) ? " " : c;
}

/** Any digit of any script as 0–9. */
function digitOf(c) {
  const point = c.codePointAt(0);
  const zero = tables.zeros.findLast((one) => one <= point) ?? Infinity;
  return point - zero < 10 ? String(point - zero) : c;
}

// --- Numbers

// Cards, accounts, national identity numbers, whole days, times with a word and sums of money; each keeps what stands
// before it. No lookbehind: older telephones stop at it.
const NEVER = [
  /(^|\D)\d{4}([ -])\d{4}\2\d{4}\2\d{4}(?!\d)/gu,
  /(^|\D)(?:\d{6}[ -]\d{5}|\d{4}\.\d\d\.\d{5}|\d{4} \d\d \d{5})(?!\d)/gu,
  /(^|[^\p{L}\p{N}_])(?:no\d\d(?: ?\d{4}){2} ?\d{3}|[a-z]{2}\d\d(?: ?\d{4}){3,7}(?: ?\d{1,3})?)(?!\d)/gu,
  /(^|[^\d.])(?:19|20)\d\d-\d\d?-\d\d?(?!\d)/gu,
  /(^|[^\d.])(?:3[01]|[12]\d|0?[1-9])\. ?(?:1[0-2]|0?[1-9])\. ?(?:19|20)\d\d(?![\d.])/gu,
  /(^|\D)(?:3[01]|[12]\d|0?[1-9])\/(?:1[0-2]|0?[1-9])[-/](?:19|20)\d\d(?![\d/])/gu,
  /(^|[^\p{L}\p{N}_])kl(?:okk[ae]n?)?\.? ?\d{1,2}(?:[.:]\d\d)?(?!\d| \d\d \d\d \d\d(?! ?\d))/gu,
  /(^|[^\d ])\d{1,3}(?:[ .]\d{3}){0,2}(?:,\d\d|,-)? ?(?:kr|kroner|nok)(?![\p{L}\p{N}_])/gu,
  /(^|[^\p{L}\p{N}_])(?:kr|nok|€|\$)\.? ?(?:\d{1,3}(?:[ .]\d{3}){1,2}|\d{1,7})(?:,\d\d|,-)?(?! ?\d)/gu,
];
// Days in short, times and decimals: no numbers, unless there is nothing else.
const SELDOM = [
  /(^|[^\d.])(?:3[01]|[12]\d|0?[1-9])\. ?(?:1[0-2]|0?[1-9])\. ?\d\d(?![\d.])/gu,
  /(^|\D)(?:3[01]|[12]\d|0?[1-9])\/(?:1[0-2]|0?[1-9])[-/]\d\d(?![\d/])/gu,
  /(^|\D)[0-2]?\d:[0-5]\d(?::[0-5]\d)?(?!\d)/gu,
  /(^|[^\d.,])\d{1,6},\d\d(?![\d,])/gu,
];
const ZERO = /(^|[^\p{L}\p{N}_])(\+\d{1,3}|00\d{2,3}) ?\(0\)/gu;
const FROM_AMERICA = /(^|\D)011(?:47(?=\d{8}(?!\d))|[ -]47(?=[ -]?\d))/gu;
const GAP = /^ {0,2}[-.,/\\_'’‘"´`·•∙⋅‧*~|()]{0,2} {0,2}$/;
const WIDEST_GAP = 3;
const FIVE = 5;
const SHORTEST_NUMBER = 5; // digits of a whole number, with 0047 before it or + and a foreign code
const LONGEST_NUMBER = 17;
const SHAPES = ["8", "2222", "323", "44", "233", "333", "9", "5", "35", "332"];
const ORGANISATION_SHAPES = ["9", "333", "36", "63", "45", "54", "2223", "3222", "111111111"];

/** Every number in the text; days, times, sums, cards and accounts are none. */
function numbersIn(plain) {
  const own = takenOut(NEVER, plain);
  const without = takenOut(SELDOM, own);
  const found = numbersFound(without, plain);
  return found.length || without === own ? found : numbersFound(own, plain);
}

function takenOut(patterns, text) {
  return patterns.reduce((rest, pattern) => rest.replace(pattern, "$1\n"), text);
}

function numbersFound(text, plain) {
  const groups = groupsIn(text.replace(ZERO, "$1$2 ").replace(FROM_AMERICA, "$1+47"));
  const readAs = best(groups).taken;
  const inside = placesOf(readAs);
  const taken = readAs.filter((one) => !goesOn(groups, inside, one));
  const least = taken.length ? 8 : isAboutNumbers(plain) ? 1 : 6;
  const left = leftOver(groups, placesOf(taken)).map(([start, end]) => ({ start, digits: joined(groups.slice(start, end)), plus: groups[start].plus }));
  const wrong = left.filter(({ digits }) => digits.length >= least).map(({ start, digits, plus }) => ({ start, found: noWholeNumber(digits, plus) }));
  return distinct([...taken, ...wrong].sort((a, b) => a.start - b.start).map(({ found }) => found));
}

/** Whether a text has no words but those that people put around a number, and some of them or none at all. */
function isAboutNumbers(plain) {
  return letters(plain).every((word) => LABELS.has(word));
}

function placesOf(taken) {
  return new Set(taken.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i)));
}

/** Whether digits that no number took continue this one, so that it is only the beginning or the end of a longer one. */
function goesOn(groups, inside, { start, end, found: { value } }) {
  const isFree = (i) => i >= 0 && i < groups.length && !inside.has(i);
  const after = isFree(end) && continues(groups[end]) ? groups[end] : null;
  const before = isFree(start - 1) && continues(groups[start]) ? groups[start - 1] : null;
  if (value.length === FIVE) {
    let last = after ? end + 1 : end;
    while (after && isFree(last) && continues(groups[last])) last += 1;
    return joined([...(before ? [before] : []), ...groups.slice(end, last)]).length >= FIVE;
  }
  if (end - start === 1) return false;
  const [first, last] = [groups[start], groups[end - 1]];
  if (after && !after.counts && after.gap === last.gap && after.digits.length === last.digits.length) return true;
  return before !== null && !first.plus && before.digits.length === first.digits.length && first.gap === last.gap && !endsInName(before.gap);
}

/** Whether the word before digits is the name of something, as the street before a house number is. */
function endsInName(gap) {
  const last = letters(gap).at(-1);
  return Boolean(last) && !LABELS.has(last) && gap.trimEnd().endsWith(last);
}

function distinct(items) {
  return [...new Map(items.map((one) => [JSON.stringify(one), one])).values()];
}

function joined(groups) {
  return groups.map(({ digits }) => digits).join("");
}

/** Digits that stand together, whether + stands before them, what stands between them and the group before, and whether they count something. */
function groupsIn(text) {
  let before = 0;
  return [...text.matchAll(/(\+?)(\d+)/g)].map(({ 0: all, 1: plus, 2: digits, index }) => {
    const gap = text.slice(before, index);
    before = index + all.length;
    const sum = gap === "" && digits.length < 8; // 2+5 is no number abroad
    const [, unit = ""] = text.slice(before).match(/^ ?(\p{L}+)/u) ?? [];
    return { digits, plus: plus !== "" && !(sum && index > 0), gap, counts: COUNTED.has(unit) };
  });
}

/** Whether a group may continue the number before it. */
function continues({ plus, gap }) {
  return !plus && gap.length <= WIDEST_GAP && GAP.test(gap);
}

/** {score, taken}: the reading that leaves the fewest digits over, and among equals the one that is grouped as numbers are. */
function best(groups) {
  const found = Array.from({ length: groups.length + 1 }, () => ({ score: 0, taken: /** @type {any[]} */ ([]) }));
  for (let start = groups.length - 1; start >= 0; start -= 1) {
    found[start] = found[start + 1];
    let length = 0;
    for (let end = start + 1; end <= groups.length; end += 1) {
      length += groups[end - 1].digits.length;
      if (length > LONGEST_NUMBER || (end - start > 1 && !continues(groups[end - 1]))) break;
      if (length < SHORTEST_NUMBER) continue;
      const part = groups.slice(start, end);
      const number = wholeNumber(part.map(({ digits }) => digits), part[0].plus);
      const score = number ? scoreOf(part) + found[end].score : 0;
      if (score > found[start].score) found[start] = { score, taken: [{ start, end, found: number }, ...found[end].taken] };
    }
  }
  return found[0];
}

function scoreOf(part) {
  const prefixed = [2, 4].includes(part[0].digits.length) && part.length > 2;
  const inner = new Set(part.slice(prefixed ? 2 : 1).map(({ gap }) => gap));
  const shape = part.map(({ digits }) => digits.length).join("");
  return 10 * joined(part).length + (inner.size <= 1 ? 5 : 0) + (SHAPES.includes(shape) ? 4 : 0);
}

/** [start, end] of each stretch of groups that no number took. */
function leftOver(groups, used) {
  const found = [];
  groups.forEach((group, i) => {
    if (used.has(i)) return;
    const last = found.at(-1);
    if (last && last[1] === i && continues(group)) last[1] = i + 1;
    else found.push([i, i + 1]);
  });
  return found;
}

/** A telephone number (the prefix comes first), a foreign one, or an organisation number; null for anything else. */
function wholeNumber(parts, plus) {
  const digits = parts.join("");
  const { national, prefixed } = nationalOf(digits, plus);
  if (/^[2-9]\d{7}$/.test(national)) return item("phone", national, kindOf(national));
  if (/^0[1-9]\d{3}$/.test(national) && [0, 1, 2, FIVE].includes(parts.length - Number(prefixed))) return item("phone", national, kindOf(national));
  if (/^58\d{10}$/.test(national)) return item("number", national, "machine");
  const abroad = foreign(digits, plus);
  if (abroad) return item("number", `+${abroad}`, "foreign");
  const shape = parts.map((part) => part.length).join("");
  return !prefixed && ORGANISATION_SHAPES.includes(shape) && isOrganisationNumber(digits) ? item("organisation", digits) : null;
}

/** {national, prefixed}: the digits without +47, 0047 or a bare 47 before eight digits, and whether one was there. */
function nationalOf(digits, plus) {
  const abroad = abroadOf(digits, plus);
  if (abroad.startsWith("47")) return { national: abroad.slice(2), prefixed: true };
  if (plus) return { national: "", prefixed: true };
  const bare = digits.length === 10 && digits.startsWith("47");
  return { national: bare ? digits.slice(2) : digits, prefixed: bare };
}

/** What stands after + or 00; no country's code begins with 0. */
function abroadOf(digits, plus) {
  return plus || digits.startsWith("00") ? digits.replace(/^0+/, "") : "";
}

/** The digits of a number of another country; empty for what is none. */
function foreign(digits, plus) {
  const abroad = abroadOf(digits, plus);
  return abroad.length >= 7 && abroad.length <= 15 && !abroad.startsWith("47") ? abroad : "";
}

/** What is wrong with digits that are no number at all. */
function noWholeNumber(digits, plus) {
  const { national, prefixed } = nationalOf(digits, plus);
  if (national.length === 9 && !prefixed) {
    if (isOrganisationNumber(national)) return item("organisation", national);
    return item("number", national, checksOut(national) ? "not-organisation" : "check-digit");
  }
  if (!prefixed && SHORT.test(national)) return item("number", national, "short");
  const shown = national || digits;
  return item("number", shown, shown.length < 8 && !/^00\d{3}$/.test(shown) ? "incomplete" : "none");
}

/** A text of digits and words around them that is no number at all: an account, a card, a day. */
function onlyDigits(plain) {
  const digits = plain.replace(/\D/g, "");
  return digits && isAboutNumbers(plain) ? noWholeNumber(digits, false) : null;
}

/** The kind of a national number by the plan: mobile, fixed …, five, machine, or nobody for one that nobody can have. */
export function kindOf(national) {
  if (national.length === 5) return national >= "02000" ? "five" : "nobody";
  if (/^59\d{6}$/.test(national)) return "machine";
  return PLAN.find(([, pattern]) => pattern.test(national))?.[0] ?? "nobody";
}

/** Nine digits that begin with 8 or 9, or with the 3 of test data, and whose last is right by modulus 11. */
export function isOrganisationNumber(digits) {
  return /^[389]\d{8}$/.test(digits) && checksOut(digits);
}

function checksOut(digits) {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(digits[i]), 0);
  return (11 - (sum % 11)) % 11 === Number(digits[8]);
}

/** As people write it: 30 12 34 56, 901 01 001, 310 000 108; others as they are. */
export function spaced(digits) {
  if (/^\d{9}$/.test(digits)) return digits.replace(/(\d{3})(?=\d)/g, "$1 ");
  if (!/^\d{8}$/.test(digits)) return digits;
  return /^[489]/.test(digits) ? digits.replace(/^(\d{3})(\d{2})(\d{3})$/, "$1 $2 $3") : digits.replace(/(\d{2})(?=\d)/g, "$1 ");
}

// --- Addresses

const SCHEME = /^(?:(?:https?|ftp|wss?):|[/\\]{2})/i;
const NO_SITE = /^(?:(?!https?:|ftp:|wss?:)[a-z][a-z\d+.-]*:\/\/|(?:javascript|data|about|blob|view-source|file):)\S/i;
const AT = /([\p{L}\p{N}_.+-]+)(?: ?[[(]at[\])] ?| @ ?| ?@ )([\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+)/giu;
const DOT = / ?[[(](?:\.|dot|punktum)[\])] ?/gi;
const HXXP = /\bhxxp(?=s?:)/gi;
const MAIL = /^(?:mailto:)?([^\s@/\\:?#<>]+)@([^\s@/\\:?#<>]+?)\.?(?:\?\S*)?$/i;
const BARE = /^[\p{L}\p{N}_-]+(?:[.。．｡][\p{L}\p{N}_-]+)*[.。．｡]\p{L}[\p{L}\p{N}_-]+\.?(?::\d+)?(?:[/\\?#]\S*)?$/u;
const ENDS = /^[\s<>()[\]{}"'«»“”„,;!…\p{Cf}\p{Cc}]+|[\s<>()[\]{}"'«»“”„,;!…\p{Cf}\p{Cc}]+$/gu;

/** The text with addresses as they are typed, where they were written so that nobody could open them. */
function disarmed(text) {
  return text.replace(DOT, ".").replace(AT, "$1@$2").replace(HXXP, "http");
}

/** {found, rest}: the addresses that stand in a text as such, and the text without them. */
function addressesIn(text, tokens) {
  const certain = tokens.map(addressOf);
  const found = [];
  let rest = text;
  tokens.forEach((token, i) => {
    const own = certain[i] ?? bareHost(token, text, certain.some(Boolean));
    if (!own) return;
    found.push(own);
    rest = rest.replace(token, () => "\n");
  });
  return { found: distinct(found), rest };
}

/** A host without its scheme, which beside digits or another address, or with a path, is no name. */
function bareHost(token, text, certain) {
  if (token !== token.toLowerCase() || !isBare(token)) return null;
  const isHost = certain || token.startsWith("www.") || token.includes("/") || /\d/.test(plainly(text.replaceAll(token, " ")));
  return isHost ? hostIn(token, false) : null;
}

/** Whether a word looks like a host without its scheme; `org.nr.` and its like do not. */
function isBare(token) {
  if (!/[.。．｡]/.test(token)) return false;
  const seen = visible(token).normalize("NFC");
  return BARE.test(seen) && !letters(seen).every((word) => LABELS.has(word));
}

function tokensOf(text) {
  if (/^[\p{L}\p{N} ]*$/u.test(text)) return text.split(" ").filter(Boolean); // most names and numbers
  const bare = text.replace(ENDS, "");
  if (!bare.includes(" ") && SCHEME.test(bare)) return [bare]; // a browser takes line ends and tabs out of an address
  const parts = text.split(/\s+/u).map((part) => part.replace(ENDS, "")).flatMap((part) => (SCHEME.test(part) ? [part] : part.split(/[;,|]/)));
  return parts.map((part) => part.replace(ENDS, "")).filter(Boolean);
}

/** A mailbox, or an address with its scheme; one that no browser would open has no value. */
function addressOf(token) {
  if (NO_SITE.test(token)) return item("host", "");
  if (SCHEME.test(token)) return hostIn(token.replace(/[.,;:!?]+$/, ""), true);
  const mail = token.match(MAIL);
  if (!mail) return token.includes("@") && token.includes(".") ? hostIn(token, false) : null;
  const opened = openedAt(`https://${mail[2]}`);
  return opened?.host.includes(".") ? item("mail", `${mail[1].toLowerCase()}@${opened.host}`, opened.host) : null;
}

function hostIn(token, certain) {
  const address = certain && /^[a-z]+:/i.test(token) ? token : `https:${certain ? "" : "//"}${token}`;
  const opened = openedAt(address);
  if (!opened) return certain ? item("host", "") : null;
  return item("host", opened.host, opened.path);
}

/** {host, path} of what a browser would open, in the form xn-- and without www.; null when it would open nothing. */
export function openedAt(address) {
  const url = URL.parse ? URL.parse(address) : parsed(address);
  const host = url?.hostname.replace(/\.+$/, "").replace(/^www\./, "");
  return url && host ? { host, path: url.pathname === "/" ? "" : url.pathname } : null;
}

function parsed(address) {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}

/** A host written without a scheme, alone or with only words for an address around it. */
function loneHost(tokens) {
  const bare = tokens.filter(isBare);
  const others = tokens.filter((token) => !isBare(token)).map((token) => token.toLowerCase().replace(/[.:]+$/, ""));
  return bare.length === 1 && others.every((other) => ADDRESS_LABELS.has(other)) ? hostIn(bare[0], false) : null;
}

// --- Names

/** Small letters of a–z as far as they go: the named table, then letters without their marks, then its pairs. */
export function folded(text, table = "matching") {
  const { letters: own, pairs } = tables.foldings[table];
  const plain = [...text.normalize("NFC").toLowerCase()].map((c) => own[c] ?? c).join("").normalize("NFKD").replace(/\p{Mn}/gu, "");
  return Object.entries(pairs).reduce((all, [pair, letter]) => all.replaceAll(pair, letter), plain);
}

/** A name taken apart: {words, form, key, written}; `written` has the words before they were folded. A company's form goes only as the whole last word, before letters are folded. */
export function nameOf(text) {
  let signs = visible(text).normalize("NFC").toLowerCase().replace(/\p{Mn}/gu, "").trim().replace(/(^|[^\p{L}\p{N}_])a(?:[./]s(?![\p{L}\p{N}_])\.?|\.? s\.?$)/gu, "$1as");
  for (const [one, word] of Object.entries(tables.signs)) signs = signs.replaceAll(one, word);
  const words = (signs.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => SAME.get(word) ?? word);
  const form = words.length > 1 && tables.forms.includes(words.at(-1)) ? words.pop() : "";
  const own = words.map((word) => folded(word.replace(/\p{Nd}/gu, digitOf)));
  return { words: own, form, key: own.join(""), written: words };
}

/** The page about what one word asks for help with; empty for a word that may be a name.
 * @param {string} text
 */
export function topicOf(text) {
  const word = text.trim().toLowerCase();
  return Object.entries(tables.topics).find(([, words]) => words.includes(word))?.[0] ?? "";
}

/** The words of a name that an index holds: letters only, without those that tell nothing, unless nothing is left. */
export function searched(text) {
  const words = nameOf(text).words.filter((word) => !/\d/.test(word));
  const telling = words.filter((word) => !tables.telling_nothing.includes(word));
  return [...new Set(telling.length ? telling : words)];
}
