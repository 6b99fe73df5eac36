// What is wrong, in the sentences of `godkjent check`: the schema's faults as it tells them, and the rules that can be
// judged from what is public. Sentences, titles and limits come with the data of the page.

import tables from "#asked" with { type: "json" };
import { kindOf } from "./asked.js";
import { isDay } from "./days.js";
import { lettered } from "./hosts.js";
import { filled as fill } from "./page.js";

/** @typedef {{start: string, status: string, valid_until: string | null}} State */

const SHOWN = 60;

/** A value as it may stand in a sentence; a domain is named as people know it. */
export function shown(value) {
  const signs = [...lettered(String(value).replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, "\ufffd"))];
  return signs.length <= SHOWN ? signs.join("") : `${signs.slice(0, SHOWN - 1).join("")}…`;
}

/** The schema as the page asks it, in the language of `known`. */
export function words(known) {
  const root = known.schema;
  const own = (at) => at[`x-${known.language}`];
  const follow = (node) => {
    if (!node.$ref) return node;
    const target = node.$ref.slice(2).split("/").reduce((found, step) => found[step], root);
    return { ...target, ...node };
  };
  const node = (place) =>
    follow(place.reduce((at, step) => {
      const here = follow(at);
      return (typeof step === "number" ? here.items : here.properties?.[step]) ?? {};
    }, root));
  const title = (place) => own(node(place))?.title ?? node(place).title ?? shown(place.at(-1) ?? "");
  const must = (at) => own(at)?.errorMessage ?? at.errorMessage;
  const joined = (items) => {
    return [items.slice(0, -1).join(", "), items.at(-1)].filter(Boolean).join(` ${known.sentences.or} `);
  };
  const named = (value, at) => {
    const label = at["x-labels"]?.[value];
    const called = label?.[known.language] ?? label?.nb ?? value;
    return !label || label.nb === value || known.named ? called : `${called} (${value})`;
  };
  return { node, title, must, joined, named };
}

const at = (data, place) => place.reduce((found, step) => found?.[step], data);

/** The faults that a validator found in a record, one sentence each. */
export function schemaFaults(errors, data, known, base = []) {
  const speak = words(known);
  const found = (errors ?? []).flatMap((error) => one(error, data, known, speak, base) ?? []);
  const mistyped = new Set(found.filter((f) => f.keyword === "type").map((f) => f.place.join("/")));
  const told = new Set();
  return found.filter((fault) => {
    const where = fault.place.join("/");
    if (told.has(`${where} ${fault.message}`) || (mistyped.has(where) && fault.keyword !== "type")) return false;
    return told.add(`${where} ${fault.message}`);
  });
}

function one(error, data, known, speak, base) {
  if (error.keyword === "if" || error.keyword === "propertyNames") return null;
  const steps = error.instancePath.split("/").slice(1).map((s) => s.replace(/~1/g, "/").replace(/~0/g, "~"));
  const inner = steps.map((step, n) => (Array.isArray(at(data, steps.slice(0, n))) ? Number(step) : step));
  const place = [...base, ...inner];
  const said = known.sentences;
  if (error.keyword === "required") {
    const name = error.params.missingProperty;
    const field = [...place, name];
    const message = fill(said.missing, { field: name, title: speak.title(field), where: where(place, data, known) });
    return { place: field, keyword: "required", message };
  }
  if (error.keyword === "additionalProperties") {
    const name = error.params.additionalProperty;
    return { place: [...place, name], keyword: error.keyword, message: fill(said.unknown, { field: shown(name) }) };
  }
  return { place, keyword: error.keyword, message: wrong(error, at(data, inner), place, said, speak) };
}

function where(place, data, known) {
  const label = place.length === 2 && place[0] === "decisions" ? known.kinds[data.kind]?.label : null;
  return label ? fill(known.sentences.in_kind, { kind: label }) : "";
}

function wrong(error, value, place, said, speak) {
  const title = speak.title(place);
  if (value === "") return fill(said.empty, { title });
  const must = mustBe(error, speak.node(place), said, speak);
  if (value !== null && typeof value === "object") return fill(said.field, { title, must });
  return fill(said.value, { value: shown(value), title, must });
}

function mustBe({ keyword, params }, node, said, speak) {
  if (keyword === "enum") return fill(said.one_of, { choices: speak.joined(params.allowedValues.map((value) => speak.named(value, node))) });
  if (said.keywords[keyword]) return fill(said.keywords[keyword], params);
  if (node.errorMessage) return speak.must(node);
  return (keyword === "type" && said.types[params.type]) || said.other;
}

// --- The rules ------------------------------------------------------------------------------------------------

const broken = (known, rule, place, values) => ({ rule, place, message: fill(known.rules[rule].message, values) });

/** Faults in the characters of every text in the record. */
export function characterFaults(data, known, base = []) {
  const speak = words(known);
  const found = [];
  (function look(value, place) {
    if (typeof value === "string") {
      const what = oddCharacter(value, known.characters);
      if (what) found.push(broken(known, "text-characters", place, { title: speak.title(place), what }));
    } else if (Array.isArray(value)) value.forEach((item, n) => look(item, [...place, n]));
    else if (value && typeof value === "object") for (const [k, v] of Object.entries(value)) look(v, [...place, k]);
  })(data, base);
  return found;
}

/** What must never be public in a free text: judged here, before anything is sent. `own` are the centre's numbers. */
export function privateFaults(data, known, base = [], own = []) {
  const speak = words(known);
  const spans = [...own, ...(data.phone_numbers ?? []).map((item) => [national(item.number ?? item.from ?? ""), national(item.number ?? item.to ?? "")])];
  const found = [];
  (function look(value, place) {
    if (typeof value === "string") {
      const node = speak.node(place);
      const name = node.pattern === known.private.free && !node.enum ? neverPublic(value, known.private.patterns, spans) : null;
      if (name) found.push(broken(known, "private", place, { title: speak.title(place), what: known.private.what[name] }));
    } else if (Array.isArray(value)) value.forEach((item, n) => look(item, [...place, n]));
    else if (value && typeof value === "object") for (const [k, v] of Object.entries(value)) look(v, [...place, k]);
  })(data, base);
  return found;
}

function neverPublic(text, patterns, spans) {
  for (const [name, pattern] of Object.entries(patterns))
    for (const [sign] of text.matchAll(new RegExp(pattern, "g"))) if (name !== "telephone" || !ours(sign, spans)) return name;
  return null;
}

function ours(sign, spans) {
  const digits = sign.replace(/^(?:\+|00)47/, "").replace(/[^0-9]/g, "");
  const day = /^20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])$/.test(digits);
  return day || spans.some(([first, last]) => first.length === digits.length && first <= digits && digits <= last);
}

const code = (sign) => sign.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");

function oddCharacter(text, said) {
  for (const c of text) {
    if (/[\p{C}\p{Zl}\p{Zp}]/u.test(c) || (/\s/.test(c) && c !== " ")) return fill(said.invisible, { code: code(c) });
    if (/\p{L}/u.test(c) && !named(c)) return fill(said.foreign, { c, code: code(c) });
  }
  if (text !== text.normalize("NFC")) return said.loose;
  const odd = [...text].find((c) => /[\p{L}\p{N}]/u.test(c) && c.normalize("NFKC") !== c);
  return odd ? fill(said.odd, { c: odd }) : null;
}

/** Whether a letter is one of those whose name in Unicode begins with LATIN; the exceptions are Latin by script only. */
const named = (c) => /\p{Script=Latin}/u.test(c) && !/[\u00aa\u00ba\u212a\u212b\u2132\ua770\uff21-\uff5a]|\p{Lm}/u.test(c);

/** How a centre stands on a day, as the public is told; null before it is in the register.
 * @param {{states: State[]} | null} centre
 * @param {string} day
 * @returns {State | null}
 */
export function stateOn(centre, day) {
  /** @type {State | null} */
  let state = null;
  for (const next of centre?.states ?? []) if (!state || next.start <= day) state = next;
  if (state?.valid_until && state.valid_until < day && tables.running.includes(state.status))
    return { ...state, status: "expired" };
  return state;
}

/** Why the lifecycle does not allow a kind of decision on a day; null when it does. */
export function notAllowed(kind, centre, day, known, noAppeal) {
  const row = known.kinds[kind];
  const state = stateOn(centre, day);
  const status = state?.status ?? known.never;
  const late = kind === "renewal" && status === "expired" && day > daysAfter(state?.valid_until, known.grace_days);
  const fits = row.from.includes(status);
  if (fits && !late && !(row.appeal && !centre?.concerns.appeal_ruling.length)) return null;
  const possible = `${known.possible.slice(0, -1)}${words(known).joined(row.from.map((s) => known.phrases[s]))}.`;
  const allowed = row.appeal ? noAppeal : fits ? known.late : possible;
  return fill(known.rules.lifecycle.message, { kind: row.label, day, status: known.phrases[status], allowed });
}

export function daysAfter(day, count) {
  const found = new Date(`${day}T00:00Z`);
  found.setUTCDate(found.getUTCDate() + count);
  return found.toISOString().slice(0, 10);
}

/** The same day some years later; 29 February falls on the last of February where there is none. */
export function yearsAfter(day, years) {
  const [year, month, date] = day.split("-");
  const later = `${String(Number(year) + years).padStart(4, "0")}-${month}-${date}`;
  return isDay(later) ? later : later.replace(/29$/, "28");
}

/** The last day that an approval or renewal can give. */
export function longest(item, state, known) {
  const runs = item.kind === "renewal" && tables.running.includes(state?.status);
  return yearsAfter((runs && state?.valid_until) || item.effective || item.date, known.approval_years);
}

/** What the rules have against a decision that the schema has found sound. */
export function decisionFaults(item, centre, known, noAppeal) {
  const base = ["decisions", 0];
  const speak = words(known);
  const effective = item.effective ?? item.date;
  const state = stateOn(centre, effective);
  const found = [];
  const tell = (rule, field, values) => found.push(broken(known, rule, [...base, field], values));
  if (item.date > known.as_of)
    tell("date-in-future", "date", { title: speak.title([...base, "date"]), day: item.date, as_of: known.as_of });
  if (centre?.last && item.date < centre.last)
    tell("decision-order", "date", { id: item.id, day: item.date, before: centre.last });
  for (const name of ["effective", "deadline", "valid_until"])
    if (item[name] && item[name] < item.date)
      tell("decision-dates", name, { title: speak.title([...base, name]), day: item[name], date: item.date });
  if (item.kind === "transfer" && (!item.successor || item.successor === centre?.number))
    tell("transfer-sides", "successor", { id: item.id });
  const most = longest(item, state, known);
  if (item.valid_until > most) tell("validity-too-long", "valid_until", { day: item.valid_until, longest: most });
  (item.requirements ?? []).forEach((id) => {
    if (!known.requirements.includes(id))
      tell("requirement-unknown", "requirements", { id, known: known.requirements.join(", ") });
  });
  const refused = notAllowed(item.kind, centre, effective, known, noAppeal);
  if (refused) found.push({ rule: "lifecycle", place: [...base, "kind"], message: refused });
  const upon = item.change?.void === true ? centre?.decisions[item.concerns]?.later ?? [] : [];
  const later = upon.filter((id) => !known.struck?.includes(id));
  if (later.length) found.push({ rule: "strike-first", place: [...base, "change"], message: strikeFirst(item.concerns, later, known) });
  return found;
}

/** That a decision is struck out after those that build upon it, and which they are. */
function strikeFirst(id, later, { strike_first: { message, then } }) {
  const named = [later.slice(0, -1).join(", "), later.at(-1)].filter(Boolean).join(` ${then} `);
  return fill(message, { id, later: named });
}

/** What the rules have against the details of a record; fields that the schema refused are left alone. */
export function recordFaults(record, known, bad = new Set(), own = null) {
  const found = [];
  const tell = (rule, place, values) => bad.has(place[0]) || found.push(broken(known, rule, place, values));
  const number = record.organisation_number;
  if (number) {
    const holder = known.centres.find(([slug, , taken]) => taken === number && slug !== own);
    if (!validNumber(number)) tell("organisation-number", ["organisation_number"], { number });
    if (known.demonstration && !number.startsWith("3"))
      tell("demonstration-organisation-number", ["organisation_number"], { number });
    if (!known.demonstration && (known.synthetic.includes(number[0]) || new Set(number).size === 1))
      tell("test-organisation-number", ["organisation_number"], { number });
    if (holder)
      tell("organisation-number-twice", ["organisation_number"], { number, other: `registry/centres/${holder[0]}.yaml` });
  }
  (record.phone_numbers ?? []).forEach((item, n) => phoneFaults(item, ["phone_numbers", n], known, tell));
  hostsOf(record).forEach(([place, host]) => hostFault(place, host.toLowerCase(), known, tell));
  if (!known.demonstration) return found;
  const names = [["name"], ...["trade_names", "calls_on_behalf_of"].flatMap((f) => (record[f] ?? []).map((_, n) => [f, n]))];
  for (const place of names) {
    const name = at(record, place);
    const [adjective, animal] = (name ?? "").split(/\s+/);
    if (name && !(known.invented[0].includes(adjective) && known.invented[1].includes(animal)))
      tell("demonstration-name", place, { name: shown(name) });
  }
  return found;
}

/** The hosts of a record's web sites and of its mailbox, each with its place. */
function hostsOf(record) {
  const hosts = (record.websites ?? []).map((url, n) => [["websites", n], /^https?:\/\/([^/:]*)/.exec(url)?.[1] ?? ""]);
  return record.email ? [...hosts, [["email"], record.email.split("@").at(-1)]] : hosts;
}

/** In the demonstration a host is nobody's; outside it, it is somebody's. */
function hostFault(place, host, known, tell) {
  const labels = host.replace(/\.+$/, "").split(".");
  const [tops, examples] = known.reserved_domains;
  if (known.demonstration && !/(^|\.)example$/.test(host)) tell("demonstration-domain", place, { host: shown(host) });
  if (!known.demonstration && (tops.includes(labels.at(-1)) || examples.includes(labels.slice(-2).join("."))))
    tell("test-domain", place, { host: shown(labels.join(".")) });
}

function validNumber(number) {
  const weights = [3, 2, 7, 6, 5, 4, 3, 2, 1];
  return weights.reduce((sum, weight, n) => sum + weight * Number(number[n]), 0) % 11 === 0;
}

const national = (text) => text.replace(/^\+47/, "").replace(/[^0-9]/g, "");

/** As people write a number. */
export function written(digits) {
  if (digits.length !== 8) return digits;
  const parts = /[489]/.test(digits[0]) ? [3, 5] : [2, 4, 6];
  return [0, ...parts].map((start, n) => digits.slice(start, parts[n] ?? 8)).join(" ");
}

function phoneFaults(item, place, known, tell) {
  const ends = "from" in item ? ["from", "to"] : ["number"];
  const rule = known.demonstration ? "demonstration-phone-number" : "phone-number";
  for (const end of ends) {
    const digits = national(item[end]);
    if (!(known.demonstration ? nobodys : assigned)(digits, known)) tell(rule, [...place, end], { number: written(digits) });
  }
  if (!("from" in item)) return;
  const [first, last] = [national(item.from), national(item.to)];
  const why = noRange(first, last, known.no_range);
  if (why) tell("phone-range", [...place, "to"], { first: written(first), last: written(last), why });
}

/** Whether a number may stand in the demonstration. */
const nobodys = (digits, known) =>
  digits.length === 5 ? digits >= "01000" && digits <= "01999" : known.demonstration_prefixes.includes(digits.slice(0, 2));

/** Whether the plan assigns a number to anybody who calls. */
const assigned = (digits) => [5, 8].includes(digits.length) && !["nobody", "machine"].includes(kindOf(digits));

/** Why two numbers make no range; null when they do. */
function noRange(first, last, said) {
  if (first.length !== last.length) return said.lengths;
  if (first > last) return said.downwards;
  return Number(last) - Number(first) >= said.longest ? said.long : null;
}
