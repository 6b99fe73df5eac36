// Names and addresses, found in the index that the build made. A whole name or site is answered; what only comes near is
// offered as a question, and a word or a town as a list. lunr.js is loaded the first time that something has to be
// searched for; user text never reaches its own query language: terms are given one by one.

import tables from "#asked" with { type: "json" };
import { isAt, isSlip, isWhole, looksLike, meets } from "./fits.js";
import { json, script } from "./fetched.js";
import { nameOf, searched, topicOf } from "./asked.js";

const NEAR = 3; // names that are offered as questions
const LISTED = 8; // hits that are worth a line
const WEIGHED = 2000; // candidates whose names are looked at one by one
const WORD = 3; // letters from which a word finds names that only begin with it

/**
 * {fits, list, near}: centres with a name that fits whole, each as {centre, as: {kind, name, until, assumed}}; or, where
 * none does, the hits of a word or a town; or else the centres whose names come nearest.
 */
export async function findNames(text, places) {
  const asked = nameOf(text);
  const exact = await names(places, wholeWords(text, asked));
  const whole = wholeNames(asked, exact);
  const data = whole.length ? exact : await wider(text, asked, places);
  const own = fitting(asked, data);
  const fits = own.length ? own : fittingInTown(text, data);
  const built = data.files.filter(({ index }) => index);
  if (fits.length || !built.length) return { fits, list: [], near: [] };
  const lunr = await engine(places.lunr);
  const indexes = built.map((file) => ({ index: (file.loadedIndex ??= lunr.Index.load(file.index)), centres: file.centres }));
  const search = { indexes, lunr, own: data.own, namesOf: data.namesOf };
  const list = listed(text, asked, search, data);
  return { fits, list, near: list.length ? [] : nearest(text, search) };
}

/** {fits, near}: whose registered site an address is in; near are those that have another page on the same host. */
export async function findHost({ value, more }, places) {
  const { centres } = await names(places, hostsOver(value));
  const fits = centres.filter(({ sites }) => sites.some((site) => isAt(value, more, site))).map((centre) => ({ centre, as: { kind: "site", site: centre.sites.find((site) => isAt(value, more, site)) } }));
  const near = fits.length ? [] : centres.filter(({ sites }) => sites.some(([host]) => host === value));
  return { fits, near: near.slice(0, NEAR).map((centre) => ({ centre, name: centre.name })) };
}

/** {fits, near}: whose mailbox it is: the registered one, or any at a host that is wholly the centre's own site. */
export async function findMail({ value, more }, places) {
  const { centres } = await names(places, [PLACE + value, ...hostsOver(more)]);
  const own = ({ email, sites }) => email?.toLowerCase() === value || sites.some((site) => !site[1] && isAt(more, "", site));
  return { fits: centres.filter(own).map((centre) => ({ centre, as: { kind: "mail" } })), near: [] };
}

/** The prose pages that fit, best first. */
export async function findPages(text, places) {
  const path = `${places.base}search/pages-${places.language}.json`;
  const [lunr, data] = await Promise.all([norwegianEngine(places), json(path)]);
  if (!data.index) return [];
  const index = (data.loadedIndex ??= lunr.Index.load(data.index));
  const terms = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const hits = index.query((query) => terms.forEach((term) => query.term(term)));
  const topic = topicOf(text);
  const own = data.pages.filter(({ address }) => topic && address.endsWith(topic));
  const found = hits.filter((hit) => hit.score > 1).map((hit) => data.pages[Number(hit.ref)]);
  return [...new Set([...own, ...found])].slice(0, NEAR);
}

// --- Whole names

/** The index, with every name taken apart once: all of it, or of a large register the parts that some words lead to. */
async function names({ base }, words, begun = []) {
  const whole = await json(`${base}search/names.json`);
  if (!whole.parts) return (whole.apart ??= takenApart([whole]));
  const numbers = [...new Set([...words.flatMap((word) => partsOf(`${word}${END}`, whole.parts)), ...begun.flatMap((word) => partsUnder(word, whole.parts))])];
  return takenApart(await Promise.all(numbers.map((number) => json(`${base}search/names/${number}.json`))));
}

/** Files as one: each centre once, though it may be in several of them. */
function takenApart(files) {
  const own = new Map();
  for (const { centres } of files) for (const centre of centres) if (!own.has(centre.slug)) own.set(centre.slug, centre);
  const centres = [...own.values()];
  const all = centres.flatMap((centre) => centre.names.map(([name, kind, until]) => ({ centre, kind, name, until, ...nameOf(name) })));
  return {
    files, own, centres, all,
    byKey: grouped(all, ({ key }) => key),
    namesOf: grouped(all, ({ centre }) => centre),
    known: new Set(all.flatMap(({ words }) => words)),
    more: Object.assign({}, ...files.map(({ more }) => more)),
  };
}

// --- The parts of a large register (outputs/name_shards.py)

const END = "!"; // after every word
const BACKWARDS = "~"; // before one that is read backwards
const PLACE = "@"; // before a site or a mailbox
const SORTED = "="; // before a name with its words in their order
const BEGUN = 2; // parts that are fetched of all that begin with a word which may not be written out

/** The numbers of the parts that a word is in: none or one. */
function partsOf(word, parts) {
  const number = parts.findLastIndex((begin) => begin <= word);
  return number < 0 ? [] : [number];
}

/** The numbers of the first parts with words that only begin with this one. */
function partsUnder(word, parts) {
  const first = Math.max(0, parts.findLastIndex((begin) => begin <= word));
  return word.length < 2 ? [] : parts.flatMap((begin, number) => (number === first || begin.startsWith(word) ? [number] : [])).slice(0, BEGUN);
}

/** What leads to a whole name, or to one with its town behind it. */
function wholeWords(text, asked) {
  return [asked.key, ...endings(text).map(([head]) => nameOf(head).key)].filter(Boolean);
}

/** All else that may be meant: the words, in any order, two written together, a name that is only begun, and a word that is
 * in no name backwards, where a slip at the beginning stands at the end. */
async function wider(text, asked, places) {
  const terms = searched(text);
  const inOrder = SORTED + [...asked.words].sort().join("");
  const words = [...wholeWords(text, asked), inOrder, backwards(asked.key), ...terms, ...asked.words, ...terms.slice(1).map((term, i) => terms[i] + term)];
  const found = await names(places, words, [asked.key]);
  const strange = terms.filter((term) => ![...found.known].some((word) => word.startsWith(term)));
  return strange.length ? names(places, [...words, ...strange.map(backwards)], [asked.key]) : found;
}

function backwards(word) {
  return BACKWARDS + [...word].reverse().join("");
}

/** A host, and every domain that it is under. */
function hostsOver(host) {
  const labels = host.split(".");
  return labels.map((_, i) => PLACE + labels.slice(i).join("."));
}

function grouped(items, by) {
  const groups = new Map();
  for (const one of items) groups.set(by(one), [...(groups.get(by(one)) ?? []), one]);
  return groups;
}

function fitting(asked, data) {
  const whole = wholeNames(asked, data);
  if (whole.length) return bestOf(whole.map((name) => fit(name, !name.words.length || plainly(asked) !== plainly(name))));
  const slips = data.all.filter((name) => Math.abs(name.key.length - asked.key.length) < 3 && isSlip(asked, name, (word) => data.known.has(word)));
  const keys = new Set(slips.map(({ key }) => key));
  return keys.size === 1 ? bestOf(slips.map((name) => fit(name, true))) : []; // one that is near several names is none of them
}

function wholeNames(asked, data) {
  return (data.byKey.get(asked.key) ?? []).filter((name) => isWhole(asked, name));
}

/** A name with the centre's own town behind it, where a comma or the company's form says that the name has ended. */
function fittingInTown(text, data) {
  for (const [head, tail] of endings(text)) {
    const town = nameOf(tail.replace(/^\s*\d{4}\b/, "")).key;
    const fits = town ? wholeNames(nameOf(head), data).filter(({ centre }) => nameOf(centre.city).key === town) : [];
    if (fits.length) return bestOf(fits.map((name) => fit(name, false)));
  }
  return [];
}

/** [head, tail] of a text at its last comma, and after each company's form in it. */
function endings(text) {
  const comma = text.lastIndexOf(",");
  const words = text.trim().split(/\s+/);
  const forms = words.flatMap((word, i) => (i && nameOf(`x ${word}`).form ? [[words.slice(0, i + 1).join(" "), words.slice(i + 1).join(" ")]] : []));
  return [...(comma > 0 ? [[text.slice(0, comma), text.slice(comma + 1)]] : []), ...forms];
}

function plainly({ written }) {
  return written.join("");
}

function fit({ centre, kind, name, until }, assumed) {
  return { centre, as: { kind, name, until, assumed } };
}

const KINDS = ["name", "trade", "client", "former"];

/** One fit for each centre, its present names before its former; approved before ended among the centres. */
function bestOf(fits) {
  const ordered = [...fits].sort((a, b) => KINDS.indexOf(a.as.kind) - KINDS.indexOf(b.as.kind));
  const each = [...grouped(ordered, ({ centre }) => centre).values()].map(([first]) => first);
  return each.sort((a, b) => rank(a.centre) - rank(b.centre) || KINDS.indexOf(a.as.kind) - KINDS.indexOf(b.as.kind));
}

function rank({ status }) {
  const ranks = [tables.approved, tables.running, ["applicant"]];
  const found = ranks.findIndex((statuses) => statuses.includes(status));
  return found < 0 ? ranks.length : found;
}

/** Who is known to have misused the mark under a name: the name itself with any form, a slip of it, or one that looks like it. */
export function misusesName(text, { name }) {
  const [asked, known] = [nameOf(text), nameOf(name)];
  if (!asked.key) return false;
  return asked.key === known.key || looksLike(asked.key, known.key) || isSlip({ ...asked, form: "" }, known, () => false);
}

/** Whether two words or more of a misuser's name are all that is asked for. */
export function remindsOf(text, { name }) {
  const [asked, known] = [nameOf(text).words, nameOf(name).words];
  return asked.length > 1 && asked.every((word) => known.includes(word));
}

// --- A word or a town, and what comes near

/** The centres in a town, or with a word in their names, when that is plainly what is looked for; else nothing. */
function listed(text, asked, search, data) {
  const inTown = data.centres.filter(({ city }) => nameOf(city).key === asked.key);
  const [term, ...others] = searched(text);
  if (!inTown.length && (others.length || !term || /\s/.test(text.trim()))) return [];
  const found = others.length ? [] : ranked(search, [term], { prefix: term.length >= WORD, slips: 0 }).map(({ centre }) => centre);
  const list = [...new Set([...inTown, ...found])].slice(0, Math.max(LISTED, inTown.length));
  return Object.assign(list, { count: Math.max(list.length, (inTown.length && data.more[asked.key]) || 0) });
}

/** The centres of which one name has the most of what was asked for, at least half of the words; exact before begun. */
function nearest(text, search) {
  const terms = searched(text);
  const found = ranked(search, terms, { prefix: true, slips: 2 });
  const least = Math.max(1, Math.ceil(terms.length / 2));
  const own = found.filter(({ words }) => words >= least).slice(0, WEIGHED).map(({ centre }) => ({ centre, ...closeness(search.namesOf.get(centre), terms) }));
  own.sort((a, b) => b.met - a.met || a.left - b.left || rank(a.centre) - rank(b.centre));
  const otherwise = own[0]?.met >= 3 * terms.length ? [] : readings(terms).flatMap((reading) => whole(search, reading));
  const each = [...grouped([...otherwise, ...own], ({ centre }) => centre).values()].slice(0, NEAR);
  return each.map(([{ centre }]) => ({ centre, name: closeness(search.namesOf.get(centre), terms).name }));
}

/** {name, met, left}: the best of the names, how well it meets the words, and how many of its letters they leave. */
function closeness(names, terms) {
  const each = names.map(({ name, words, key }) => {
    const met = terms.map((term) => Math.max(0, ...words.map((word) => meets(word, term))));
    return { name, met: met.reduce((sum, one) => sum + one, 0), left: Math.abs(key.length - terms.join("").length) };
  });
  return each.sort((a, b) => b.met - a.met || a.left - b.left)[0];
}

function whole(search, terms) {
  return ranked(search, terms, { prefix: true, slips: 0 }).filter(({ words }) => words === terms.length);
}

/** The words with two written together, or one taken apart. */
function readings(terms) {
  const together = terms.slice(1).map((term, i) => [...terms.slice(0, i), terms[i] + term, ...terms.slice(i + 2)]);
  const apart = terms.flatMap((term, i) =>
    Array.from({ length: Math.max(0, term.length - 3) }, (_, cut) => [...terms.slice(0, i), term.slice(0, cut + 2), term.slice(cut + 2), ...terms.slice(i + 1)]));
  return [...together, ...apart];
}

/** {centre, words, score}: how many of the words a centre has, and how well; best first, approved before ended among equals. */
function ranked({ indexes, lunr, own }, terms, options) {
  const found = new Map();
  for (const term of terms) {
    const best = new Map(); // of a centre that several parts have
    for (const { index, centres } of indexes) {
      for (const [ref, score] of scoresOf(index, term, lunr, options)) {
        const { slug } = centres[Number(ref)];
        best.set(slug, Math.max(score, best.get(slug) ?? 0));
      }
    }
    for (const [slug, score] of best) {
      const held = found.get(slug) ?? { centre: own.get(slug), words: 0, score: 0 };
      found.set(slug, { ...held, words: held.words + 1, score: held.score + score });
    }
  }
  const tier = ({ score }) => Math.floor(score / 100);
  return [...found.values()].sort((a, b) => b.words - a.words || tier(b) - tier(a) || rank(a.centre) - rank(b.centre) || b.score - a.score);
}

/** lunr weighs a rare word more; how well the word fits must come first, so each kind of fit has a floor of its own. */
function scoresOf(index, term, lunr, { prefix, slips }) {
  /** @type {[object, number][]} */
  const tries = [
    [{ usePipeline: false }, 300],
    ...(prefix && term.length > 1 ? [/** @type {[object, number]} */ ([{ usePipeline: false, wildcard: lunr.Query.wildcard.TRAILING }, 200])] : []),
    ...(slips && term.length > 2 ? [/** @type {[object, number]} */ ([{ usePipeline: false, editDistance: term.length > 5 ? slips : 1 }, 100])] : []),
  ];
  const best = new Map();
  for (const [options, floor] of tries) {
    for (const { ref, score } of index.query((query) => query.term(term, options))) {
      if (!best.has(ref)) best.set(ref, floor + Math.min(30, score));
    }
  }
  return best;
}

// --- The engine

/** lunr from its address, or as it was given. */
async function engine(given) {
  if (typeof given !== "string") return given;
  await script(given);
  return /** @type {any} */ (window).lunr;
}

/** lunr with the Norwegian stemmer registered, which the pages' index was built with. */
async function norwegianEngine(places) {
  const lunr = await engine(places.lunr);
  if (places.language !== "en") {
    await script(places.stemmer); // the language needs it to be there
    await script(places.norwegian);
  }
  return lunr;
}
