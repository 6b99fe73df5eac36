// From the answers in a form to what `godkjent decide`, `new` and `correct` would make of them. No page here, only data.

import {
  characterFaults,
  decisionFaults,
  longest,
  privateFaults,
  recordFaults,
  schemaFaults,
  shown,
  stateOn,
  words as schemaWords,
} from "./faults.js";
import { folded } from "./asked.js";
import { called, chosen, one, oneLine, several } from "./reading.js";
import { isDay } from "./days.js";
import { filled as fill } from "./page.js";
import { writer } from "./yaml.js";

const TEXTS = ["reason", "remedy"];
const parts = (text, sign = ",") => text.split(sign).map((part) => part.trim()).filter(Boolean);
const empty = (value) => value === undefined || value === "" || (typeof value === "object" && !Object.keys(value).length);

/** The answers as an issue form is read: days, numbers and lists as lawyers write them; other lines become one. */
export function tidy(answers, known) {
  const { names, between } = known.reading;
  const listed = (name) => names.includes(name) || name in between;
  const read = (name, words) => (name === "change" ? words.trim() : (listed(name) ? several : one)(name, words, known.reading));
  return Object.fromEntries(Object.entries(answers).map(([name, answer]) => [name, Array.isArray(answer) ? answer : read(name, answer)]));
}

/** The year's next free decision number. */
export function nextNumber(date, known) {
  const year = isDay(date) ? date.slice(0, 4) : known.as_of.slice(0, 4);
  return `${year}-${String((known.numbers[year] ?? 0) + 1).padStart(3, "0")}`;
}

/** The decision that the answers give, its fields in their usual order. */
export function decision(said, known) {
  const given = { ...said, id: nextNumber(said.date, known), change: change(said.change ?? "", known) };
  for (const name of TEXTS) {
    const text = [["nb", said[`${name}_nb`]], ["en", said[`${name}_en`]]];
    given[name] = Object.fromEntries(text.filter(([, words]) => words));
  }
  const { allowed } = known.kinds[said.kind] ?? { allowed: ["id", "date", "kind"] };
  const names = known.yaml.order.filter((name) => allowed.includes(name) && !empty(given[name]));
  return Object.fromEntries(names.map((name) => [name, given[name]]));
}

/** What a correction sets right: a field to a line, or with semicolons between, by what the fields are called. */
function change(text, known) {
  const found = {};
  for (const part of parts(text, text.trim().includes("\n") ? "\n" : ";")) {
    const at = part.search(/[=:]/);
    const [name, value] = at < 0 ? [part, ""] : [part.slice(0, at).trim(), part.slice(at + 1).trim()];
    const [field, language] = changeField(name, known);
    if (field === "reason") found.reason = { ...found.reason, [language]: one("reason", value, known.reading) };
    else found[field] = changeValue(field, value, known);
  }
  return found;
}

/** The field that is meant, and of a reason the language; the words themselves when it is none. */
function changeField(name, known) {
  const speak = schemaWords(known);
  const place = ["decisions", 0, "change"];
  const titles = (key) => [speak.node([...place, key]).title, speak.node([...place, key])["x-en"]?.title].map((title) => title?.toLowerCase());
  const [bare, language] = name.split(".");
  if (bare === "reason") return ["reason", language ?? "nb"];
  const plain = name.toLowerCase();
  if (plain === `${titles("reason")[0]} på engelsk`) return ["reason", "en"];
  const keys = Object.keys(speak.node(place).properties ?? {});
  return [keys.find((key) => key === name || titles(key).includes(plain)) ?? name, "nb"];
}

function changeValue(field, value, known) {
  if (field === "void") return known.reading.yes.includes(value.toLowerCase()) || value;
  const labels = known.meeting.choices[field];
  const choices = labels && Object.fromEntries(Object.entries(labels).map(([id, label]) => [id, [label]]));
  if (field === "requirements") return chosen(value, choices, known.reading) ?? parts(value);
  return one(field, value, known.reading, field === "kind" ? choices : null);
}

/** The record of a new centre, its first decision last. */
export function record(said, known) {
  const phone_numbers = list(said.phone_numbers).map((words) => phone(words, list(said.directions)));
  const own = { phone_numbers, decisions: [decision(said, known)] };
  const fields = Object.entries(known.schema.properties).map(([name, node]) => [name, own[name] ?? valueOf(name, node, said)]);
  return Object.fromEntries(fields.filter(([, value]) => !empty(value)));
}

/** What is said of a field, as its place in the schema wants it. */
function valueOf(name, { type, properties }, said) {
  if (properties) return Object.fromEntries(Object.keys(properties).filter((part) => said[part]).map((part) => [part, said[part]]));
  if (type === "array") return list(said[name]);
  return type === "integer" ? wholeNumber(said[name]) : said[name];
}

const list = (answer) => (Array.isArray(answer) ? answer : parts(answer ?? ""));
const wholeNumber = (words) => (/^-?(0|[1-9][0-9]{0,14})$/.test(words ?? "") ? Number(words) : words);

function phone(words, use) {
  const [first, ...last] = words.split("–");
  return last.length ? { from: first, to: last.join("–"), use } : { number: first, use };
}

/** The file name that a centre's name gives. */
export function slugOf(name) {
  const slug = folded(name, "slugs").replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
  return slug.length <= 80 ? slug : slug.slice(0, 81).replace(/-[^-]*$/, "");
}

/** What an act would be: what is wrong with it, or the text that would be written. */
export function propose(act, answers, { known, centre, validators, sentences }) {
  const said = tidy(answers, known);
  const rules = known.acts[act];
  if (rules.new) return newCentre(said, known, validators, sentences);
  if (!rules.kinds.length) return detail(said, centre, known, validators, sentences);
  if (said.change) said.change = overwritten(said.change, centre.decisions[said.concerns]?.lines ?? []);
  const odd = said.kind === "correction" && said.concerns ? oddChange(said.change ?? "", known, sentences) : null;
  const item = decision(said, known);
  validators.decision(item);
  const faults = schemaFaults(validators.decision.errors, item, known, ["decisions", 0]);
  faults.push(...characterFaults(item, known, ["decisions", 0]), ...privateFaults(item, known, ["decisions", 0], own(centre)));
  if (!faults.length) faults.push(...decisionFaults(item, centre, known, sentences["no-appeal"]));
  const written = writer(known.yaml).decision(item);
  return { said, item, faults: odd ? [odd] : faults, written, number: item.id, file: `${centre.slug}.yaml` };
}

/** Why the lines of a correction set nothing right, told to whoever fills in the form; null when they do. */
function oddChange(text, known, sentences) {
  if (!sentences["change-odd"]) return null;
  const place = ["decisions", 0, "change"];
  if (!text) return { place, message: sentences["change-none"] };
  const fields = schemaWords(known).node(place).properties;
  const odd = parts(text, text.trim().includes("\n") ? "\n" : ";").find((part) => !/[=:]\s*\S/.test(part) || !fields[changeField(part.split(/[=:]/)[0].trim(), known)[0]]);
  return odd ? { place, message: fill(sentences["change-odd"], { given: shown(odd) }) } : null;
}

/** The lines of a correction that say something else than the decision does now. */
function overwritten(text, now) {
  return text.split("\n").map(oneLine).filter((line) => line && !now.includes(line)).join("\n");
}

/** A centre's own numbers, first and last of each: they may stand in a text. */
const own = (centre) => centre.details.phone_numbers.map((written) => {
  const ends = written.split("–").map((end) => end.replace(/[^0-9]/g, ""));
  return [ends[0], ends.at(-1)];
});

function newCentre(said, known, validators, sentences) {
  const whole = record(said, known);
  validators.centre(whole);
  const faults = schemaFaults(validators.centre.errors, whole, known);
  const bad = new Set(faults.map((fault) => fault.place[0]));
  faults.push(...characterFaults(whole, known), ...privateFaults(whole, known), ...recordFaults(whole, known, bad));
  const [item] = whole.decisions;
  if (!bad.has("decisions")) faults.push(...decisionFaults(item, null, known, sentences["no-appeal"]));
  const slug = slugOf(said.name ?? "");
  const taken = known.centres.some(([other]) => other === slug);
  if (said.name && taken) faults.push({ place: ["name"], message: fill(sentences.taken, { file: `${slug}.yaml` }) });
  else if (said.name && (!slug || known.reserved_slugs.includes(slug)))
    faults.push({ rule: "slug", place: ["name"], message: fill(known.rules.slug.message, { name: slug }) });
  return { said, item, faults, written: writer(known.yaml).file(whole), number: item.id, file: `${slug}.yaml`, whole: true };
}

/** One detail set right: the new value is checked as the record's own would be. */
function detail(answers, centre, known, validators, sentences) {
  const faults = [];
  const said = { ...answers, old: meant(answers.field, answers.old, known), new: meant(answers.field, answers.new, known) };
  const there = (centre.details[said.field] ?? []).map((value) => sameAs(said.field, value));
  if (!said.field) faults.push({ place: ["field"], message: sentences.choose });
  else if (!said.old && !said.new) faults.push({ place: ["new"], message: sentences.nothing });
  if (said.field && said.old && !there.includes(sameAs(said.field, said.old)))
    faults.push({ place: ["old"], message: sentences["not-there"] });
  if (said.field && said.new) {
    const probe = probeOf(said.field, said.new, known);
    const top = said.field.split(".");
    validators.centre(probe);
    const found = schemaFaults(validators.centre.errors, probe, known).filter(({ place, keyword }) =>
      place.length >= top.length && top.every((step, n) => place[n] === step) && keyword !== "required");
    found.push(...characterFaults(probe, known), ...privateFaults(probe, known, [], own(centre)));
    if (!found.length) found.push(...recordFaults(probe, known, new Set(), centre.slug));
    faults.push(...found.map((fault) => ({ ...fault, place: ["new"] })));
  }
  const changed = [said.old && `- ${said.field}: ${said.old}`, said.new && `+ ${said.field}: ${said.new}`];
  faults.push(...sinceFaults(said, known, sentences));
  if (said.field === "name" && said.new && said.since) changed.push(`+ former_names: ${centre.name}`);
  return { said, faults, written: changed.filter(Boolean).map((line) => `${line}\n`).join(""), file: `${centre.slug}.yaml`, detail: true };
}

/** What is wrong with the day from which a centre has its new name. */
function sinceFaults({ field, since }, known, sentences) {
  if (!since || !sentences["no-day"]) return [];
  const day = one("date", since, known.reading);
  if (field !== "name") return [{ place: ["since"], message: sentences["only-names"] }];
  if (!isDay(day)) return [{ place: ["since"], message: fill(sentences["no-day"], { words: shown(since) }) }];
  return day > known.as_of ? [{ place: ["since"], message: fill(sentences["not-yet"], { day }) }] : [];
}

/** The value that words stand for in a field; a choice by what people call it. */
function meant(field, words = "", known) {
  const choices = choicesOf(field, known);
  return one(field?.split(".").at(-1), words, known.reading, choices);
}

/** What the choices of a field are called, in every language; null when it has none. */
function choicesOf(field, known) {
  const labels = field && labelsOf(field, known);
  return labels && Object.fromEntries(Object.entries(labels).map(([value, label]) => [value, Object.values(label)]));
}

function labelsOf(field, known) {
  const speak = schemaWords(known);
  const place = field.split(".");
  const node = [speak.node([...place, 0]), speak.node(place)].find((found) => found.enum);
  return node ? Object.fromEntries(node.enum.map((value) => [value, node["x-labels"]?.[value] ?? { nb: value }])) : null;
}

/** What a value of a field is called in the language of the page. */
export function calledSo(field, value, known) {
  const label = labelsOf(field, known)?.[value];
  return label?.[known.language] ?? label?.nb ?? value;
}

/** Two ways of writing the same telephone number are the same. */
function sameAs(field, value) {
  if (field !== "phone_numbers") return value;
  return value.split("–").map((end) => end.replace(/^\+47/, "").replace(/[^0-9]/g, "")).join("–");
}

/** A record with nothing but the one new value in it. */
function probeOf(field, value, known) {
  const [name, part] = field.split(".");
  if (part) return { [name]: { [part]: value } };
  if (name === "phone_numbers") return { [name]: [phone(value, ["outbound"])] };
  if (known.schema.properties[name].type === "array") return { [name]: [value] };
  return { [name]: name === "seats" ? wholeNumber(value) : value };
}

/** How a centre stands before and after a decision, and to which day an approval lasts. */
export function effect(item, centre, known) {
  const day = item.effective ?? item.date;
  const state = stateOn(centre, day);
  const row = known.kinds[item.kind];
  const most = row.period ? longest(item, state, known) : null;
  const until = most && (item.valid_until < most ? item.valid_until : most);
  return { before: state?.status ?? known.never, after: row.to ?? state?.status ?? known.never, day, until };
}

/** The address of the issue form, filled in; null when it would be too long to be taken. */
export function address(act, said, centre, { known, repository }) {
  const rules = known.acts[act];
  const { allowed } = known.kinds[said.kind] ?? {};
  const asked = Object.entries(said).filter(([name, answer]) => answer.length && fits(name, allowed, rules));
  const filled = asked.map(([name, answer]) => [name, written(name, answer, said, known)]);
  const about = centre ? [["centre", called([centre.slug, centre.name, centre.number])]] : [];
  const label = known.kinds[said.kind]?.label ?? rules.issue;
  const title = `${label}: ${centre ? centre.name : said.name}`;
  const query = new URLSearchParams([["template", rules.template], ["title", title], ...about, ...filled]);
  const whole = `${repository}/issues/new?${query}`;
  return whole.length > known.longest_address ? null : whole;
}

/** One decision of a meeting as minutes are written: its questions, a line each, by what they are called in bokmål. */
export function minute(said, centre, known) {
  const { questions, choices } = known.meeting;
  const { allowed } = known.kinds[said.kind];
  const answered = Object.entries({ ...said, centre: called([centre.slug, centre.name, centre.number]) });
  const order = Object.keys(questions);
  const kept = answered.filter(([name, answer]) => answer.length && (name === "centre" || allowed.includes(name.replace(/_(nb|en)$/, ""))));
  const lines = kept.sort(([a], [b]) => order.indexOf(a) - order.indexOf(b)).map(([name, answer]) =>
    `${questions[name]}: ${[answer].flat().map((one_) => choices[name]?.[one_] ?? plainDay(name, one_, known)).join(", ").replaceAll("\n", "; ")}`);
  return `${lines.join("\n")}\n`;
}

/** The address of the form of a whole meeting, filled in; null when it would be too long to be taken. */
export function meetingAddress(minutes, date, { known, repository }) {
  const title = `${known.meeting.title} (${minutes.length})`;
  const query = new URLSearchParams({ template: known.meeting.template, title, date: plainDay("date", date, known), decisions: minutes.join("\n") });
  const whole = `${repository}/issues/new?${query}`;
  return whole.length > known.longest_address ? null : whole;
}

/** An answer as it stands in the issue form: choices by what they are called, names one to a line. */
function written(name, answer, said, known) {
  if (Array.isArray(answer)) return answer.join(known.reading.names.includes(name) ? "\n" : ", ");
  if (said.field && (name === "old" || name === "new")) return calledSo(said.field, answer, known);
  return known.options[name]?.[answer] ?? plainDay(name, answer, known);
}

/** A day as it stands in a form that people read: 24.11.2026. */
function plainDay(name, answer, known) {
  if (!known.reading.days.includes(name) || !isDay(answer)) return answer;
  return answer.split("-").reverse().map(Number).join(".");
}

/** Whether an answer belongs in the form: a decision has only what its kind may have. */
const fits = (name, allowed, rules) => rules.new || !allowed || allowed.includes(name.replace(/_(nb|en)$/, ""));
