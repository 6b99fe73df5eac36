// The front page's field: what is typed is read, looked up or searched for, and answered on the spot.

import { json } from "../js/fetched.js";
import { lookUp } from "../js/numbers.js";
import { daysOld, today } from "../js/days.js";
import { read, spaced, topicOf } from "../js/asked.js";
import { copy, day as onDay, element, elements, fill, keepInLanguages, sentence } from "../js/page.js";
import { pulse } from "../js/pulse.js";

const form = element("#check", HTMLFormElement);
const field = element("#q", HTMLInputElement);
const answers = element("#answers", HTMLElement);
const said = element("#said", HTMLElement);
const { base = "", language = "nb", prefix = "", lunr = "", stemmer = "", norwegian = "", worker = "" } = form.dataset;
const places = { base, language, lunr, stemmer, norwegian, phoneDepth: Number(form.dataset.phoneDepth), organisationDepth: Number(form.dataset.organisationDepth), today };
const MOST = 5; // things asked about in one text that are answered
const PAUSE = 350; // milliseconds without a key before an unfinished query is tried
const NUMBERS = ["phone", "organisation"];
const WORDS = ["name", "question"];
let asked = 0; // the newest question; answers to older ones are dropped
let waiting;
let answered = ""; // the question that the shown answer belongs to
let asOf = ""; // the register's day, when it is known

const dated = pulse().then(({ as_of: day }) => (asOf = day), () => ""); // asked for beside the answer, which says how old it is

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (location.search !== search(field.value)) history.pushState(null, "", search(field.value));
  answer(field.value);
});
field.addEventListener("input", () => {
  clearTimeout(waiting);
  asked += 1;
  const now = meaning(field.value);
  if (now === answered) return;
  clear(); // an answer never stands under another question
  if (now) waiting = setTimeout(() => answer(field.value, { unfinished: true }), PAUSE);
});
answers.addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest("[data-fill=share]");
  if (link instanceof HTMLAnchorElement) share(event, link);
});
addEventListener("popstate", fromAddress);
fromAddress();
navigator.serviceWorker?.register(worker, { scope: base, updateViaCache: "none" }).catch(() => {});

function fromAddress() {
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  if (meaning(field.value)) answer(field.value);
  else clear();
}

/** What a text asks, so that a blank more or less is no new question; empty when it asks nothing. */
function meaning(text) {
  const items = read(text);
  return items[0].kind === "empty" ? "" : JSON.stringify(items);
}

function search(text) {
  return text.trim() ? `?${new URLSearchParams({ q: text.trim() })}` : location.pathname;
}

/** Answer one question; an unfinished one is answered only when it has found something. */
async function answer(text, { unfinished = false } = {}) {
  clearTimeout(waiting);
  const question = (asked += 1);
  const items = read(text).slice(0, MOST);
  keepQuery(text);
  if (items[0].kind === "empty") return clear();
  if (!unfinished) say(sentence("loading"));
  try {
    const [found] = await Promise.all([Promise.all(items.map((item) => find(item, unfinished))), dated]);
    if (question !== asked || found.includes(null)) return undefined;
    show(text, found, unfinished);
  } catch {
    if (question === asked && !unfinished) fail();
  }
  return undefined;
}

/**
 * {item, fits, misuse, near, list, former, pages} for one thing that is asked about, or null when an unfinished text is
 * not worth an answer yet. A fit is {centre, as}: as what the centre fits whole.
 */
async function find(item, unfinished) {
  const found = { item, fits: [], misuse: [], near: [], list: [], former: [], pages: [] };
  if (item.kind === "hidden" || item.kind === "number") return unfinished && item.more !== "machine" ? null : found;
  if (NUMBERS.includes(item.kind)) {
    const own = item.kind === "phone" ? "phone_number" : "organisation_number";
    const [{ centres, former }, misuse] = await Promise.all([lookUp(item, places), misused((one) => one[own] === item.value)]);
    return { ...found, misuse, former, fits: centres.map((centre) => ({ centre, as: { kind: item.kind } })) };
  }
  if (unfinished && (!WORDS.includes(item.kind) || item.value.length < 3)) return null;
  return { ...found, ...(await findWords(item, unfinished)) };
}

async function findWords(item, unfinished) {
  const { findHost, findMail, findNames, findPages, misusesName, remindsOf } = await import("../js/names.js");
  const { isAt } = await import("../js/fits.js");
  if (item.kind === "host") return { ...(await findHost(item, places)), misuse: await misused(({ site }) => isAt(item.value, item.more, site)) };
  if (item.kind === "mail") return { ...(await findMail(item, places)), misuse: await misused(({ site }) => isAt(item.more, "", site)) };
  const [found, misuse, reminding] = await Promise.all([
    findNames(item.value, places),
    misused((one) => misusesName(item.value, one)),
    misused((one) => remindsOf(item.value, one)),
  ]);
  const { fits, list, near } = found;
  const known = fits.length || list.length || misuse.length;
  if (unfinished) return known || near.length ? { ...found, misuse, half: !known } : null;
  const pages = fits.length || misuse.length ? [] : await findPages(item.value, places);
  if (topicOf(item.value) && pages.length) return { fits, misuse, pages, asksForHelp: true };
  return { fits, misuse, pages, list, near, reminding: known ? [] : reminding };
}

/** Those known to have misused the mark that fit; looked at for every question, so that it is never passed over. */
async function misused(fits) {
  const { misuse } = await json(`${base}search/misuse.json`);
  return misuse.filter(fits);
}

// --- What is shown

function show(text, found, unfinished) {
  const blocks = found.flatMap((one) => blocksFor(one, unfinished).map((piece) => shareable(piece, text, one.item)));
  const intro = found.length > 1 ? [Object.assign(document.createElement("p"), { className: "several", textContent: sentence("several", { count: found.length }) })] : [];
  answers.replaceChildren(...intro, ...blocks);
  answered = unfinished && found.some(({ half }) => half) ? "" : meaning(text);
  say([...intro, ...blocks].map(spoken).filter(Boolean).join(" "));
  const [{ item }] = found;
  if (!unfinished || NUMBERS.includes(item.kind)) inView();
}

/** The field and the first answer's verdict are brought into view together, whatever the keyboard leaves of the screen. */
function inView() {
  const first = answers.querySelector(".act, h2") ?? answers;
  const height = window.visualViewport?.height ?? innerHeight;
  if (first.getBoundingClientRect().bottom > height || field.getBoundingClientRect().top < 0) field.scrollIntoView({ block: "start" });
}

function blocksFor(found, unfinished) {
  const { item, fits, misuse, list, pages, half } = found;
  const warnings = misuse.map((one) => warning(one, item));
  if (half) return [questions(found.near)];
  if (fits.length > 1) return [...warnings, several(fits, item)];
  if (fits.length) return [...warnings, card(fits[0], found)];
  if (list.length) return [...warnings, hits(list, item), ...(unfinished ? [] : suggestions(pages))];
  if (warnings.length) return warnings;
  if ((item.kind === "question" || found.asksForHelp) && pages.length) return suggestions(pages);
  return [unknown(found), ...suggestions(pages)];
}

/** The whole answer about one centre. */
function card({ centre, as }, { item, former }) {
  const piece = copy(`template[data-status="${shownAs(centre)}"]`);
  fill(piece, "name", centre.name);
  fill(piece, "fit", fitted(item, as));
  fill(piece, "age", age());
  fillWords(piece, "standing", { since: onDay(centre.approved_since ?? centre.status_since), until: centre.valid_until && onDay(centre.valid_until) });
  linkIn(piece, "centre").href = address(centre);
  keepOne(piece, "caution", cautionOf(as.kind));
  callBack(piece, centre);
  if (centre.successor) {
    const link = linkIn(piece, "successor");
    link.href = address(centre.successor);
    link.textContent = centre.successor.name;
  }
  for (const held of former) slotIn(piece, "fit").after(formerHolder(held));
  return piece;
}

const CAUTIONS = { phone: "phone", organisation: "organisation", site: "site", host: "site", mail: "mail" };

function cautionOf(kind) {
  return CAUTIONS[kind] ?? "name";
}

/** As what the centre was found: its number, name, trade name, former name, client, site or mailbox. */
function fitted(item, { kind, name, until, assumed, site }) {
  if (NUMBERS.includes(kind)) return sentence(kind, { number: spaced(item.value) });
  if (kind === "site" || kind === "mail") return sentence(kind, { name: hostShown(item, site) });
  const words = sentence(`as-${kind}`, { name, day: until && onDay(until) });
  return assumed ? `${sentence("assumed", { name })} ${kind === "name" ? "" : words}`.trim() : words;
}

/** An address as it was read, in the form people read and, where that is another, in the one that names have in the network. */
function hostShown({ kind, value, more }, [host, , readable] = []) {
  if (kind === "mail") return value;
  return readable ? `${value.replace(host, readable)}${more} (${value})` : `${value}${more}`;
}

/** The button that rings the centre; without a number to ring, the first sentence is another. */
function callBack(piece, { call_back: number }) {
  const button = piece.querySelector("[data-fill=call]");
  if (!button) return;
  const act = piece.querySelector("[data-fill=act]");
  if (number) {
    button.href = `tel:${number.length > 5 ? "+47" : ""}${number.replace(/\D/g, "")}`;
    button.textContent = button.dataset.words.replace("{number}", () => number);
  } else {
    act.textContent = act.dataset.none;
    button.parentElement.remove();
  }
}

/** A caller that the register does not know: what kind of number it is, what to do, and what comes near. */
function unknown({ item, former, near, reminding = [] }) {
  const kind = item.kind === "hidden" ? "hidden" : item.more;
  const number = ["phone", "number", "hidden"].includes(item.kind) && elements(`template[data-kind="${kind}"]`, HTMLTemplateElement)[0];
  const piece = copy('template[data-status="unknown"]');
  piece.dataset.kind = number ? kind : item.kind;
  fill(piece, "fit", asUnderstood(item));
  fill(piece, "age", age());
  keepOne(piece, "caution", ["phone", "hidden", "number"].includes(item.kind) ? "unknown" : cautionOf(item.kind));
  const heads = number && explain(piece, number.content);
  keepOne(piece, "meaning", heads ? null : item.kind in CAUTIONS ? item.kind : "name");
  if (["incomplete", "check-digit", "not-organisation", "none"].includes(piece.dataset.kind ?? "")) keepOne(piece, "caution", null);
  for (const held of former) slotIn(piece, "fit").after(formerHolder(held));
  const box = slotIn(piece, "near");
  box.append(...reminding.map(reminder), ...(near.length ? [questions(near)] : []));
  if (!box.childNodes.length) box.remove();
  return piece;
}

/** Says what kind of number it is; whether that is the heading. */
function explain(piece, words) {
  const [label, act] = ["label", "act"].map((name) => words.querySelector(`[data-${name}]`)?.textContent);
  const meaning = words.querySelector("[data-of-kind]").cloneNode(true);
  piece.querySelector("[data-fill=kind]").replaceWith(meaning);
  if (!act) return false;
  piece.querySelector(".verdict span").textContent = label;
  piece.querySelector("[data-fill=act]").textContent = act;
  meaning.querySelector("strong").remove();
  return true;
}

function asUnderstood(item) {
  const { kind, value, more } = item;
  if (kind === "phone" || kind === "organisation") return sentence(kind, { number: spaced(value) });
  if (kind === "number") return sentence(["check-digit", "not-organisation"].includes(more) ? "organisation" : "digits", { number: spaced(value) });
  if (kind === "host") return sentence(value ? "site" : "no-site", { name: hostShown(item) });
  if (kind === "mail") return sentence("mail", { name: value });
  return kind === "hidden" ? "" : sentence("as-asked", { name: value });
}

function formerHolder({ centre, until }) {
  return Object.assign(document.createElement("p"), { textContent: sentence("former", { name: centre.name, until: onDay(until) }) });
}

/** Known misuse of the mark: what was seen, and when. */
function warning(misuse, item) {
  const piece = copy('template[data-message="misuse"]');
  fill(piece, "name", misuse.name);
  fill(piece, "fit", asUnderstood(item));
  fill(piece, "reason", misuse.reason[language]);
  fill(piece, "seen", misuse.ended ? sentence("seen-ended", { day: onDay(misuse.seen), until: onDay(misuse.ended) }) : sentence("seen", { day: onDay(misuse.seen) }));
  linkIn(piece, "entry").hash = misuse.slug;
  return piece;
}

function reminder(misuse) {
  const piece = copy('template[data-message="reminder"]');
  const link = element("a", HTMLAnchorElement, piece);
  link.textContent = misuse.name;
  link.href = search(misuse.name);
  return piece;
}

/** Names that come near, as questions back, with the name that did: no status, for nobody has been asked about yet. */
function questions(near) {
  const piece = copy('template[data-message="near"]');
  element("ul", HTMLElement, piece).append(...near.map(({ centre, name }) => {
    const line = document.createElement("li");
    line.append(Object.assign(document.createElement("a"), { className: "ds-link", href: search(centre.name), textContent: centre.name }), `${name === centre.name ? "" : ` (${name})`} · ${centre.city}`);
    return line;
  }));
  return piece;
}

/** Several centres that fit whole, each with its status. */
function several(fits, item) {
  const piece = copy('template[data-message="several"]');
  fill(piece, "fit", asUnderstood(item));
  element("ul", HTMLElement, piece).append(...fits.map(({ centre, as }) => hit(centre, NUMBERS.includes(as.kind) || as.kind === "name" ? "" : fitted(item, as))));
  return piece;
}

/** The hits of a word or a town: a list to choose from, and no answer about anybody. */
function hits(centres, { value }) {
  const piece = copy('template[data-message="list"]');
  element("h2", HTMLElement, piece).textContent = sentence(centres.length === 1 ? "hit" : "hits", { count: centres.length, text: value });
  element("ul", HTMLElement, piece).append(...centres.slice(0, 8).map((centre) => hit(centre, otherNames(centre, value))));
  const more = linkIn(piece, "more");
  if (centres.length > 8) more.href += `?${new URLSearchParams({ q: value })}`;
  else more.parentElement?.remove();
  if (age()) piece.append(Object.assign(document.createElement("p"), { textContent: age() }));
  return piece;
}

/** What a hit is besides its name: a trade name, a client or a former name that has the word. */
function otherNames({ names }, text) {
  const word = text.trim().toLowerCase();
  const own = names.filter(([name, kind]) => kind !== "name" && name.toLowerCase().includes(word));
  return own.map(([name, kind, until]) => sentence(`as-${kind}`, { name, day: until && onDay(until) })).join(" ");
}

function hit(centre, as) {
  const piece = copy("template[data-hit]");
  const link = linkIn(piece, "centre");
  link.textContent = centre.name;
  link.href = address(centre);
  link.after(copy(`template[data-label="${shownAs(centre)}"]`));
  fill(piece, "also", [as, centre.city].filter(Boolean).join(" · "));
  return piece;
}

function suggestions(pages) {
  if (!pages.length) return [];
  const piece = copy('template[data-message="pages"]');
  element("ul", HTMLElement, piece).append(...pages.map(({ title, address: path }) => {
    const item = document.createElement("li");
    const link = Object.assign(document.createElement("a"), { className: "ds-link", textContent: title, href: base + path });
    item.append(link);
    return item;
  }));
  return [piece];
}

/** How old the register is, said when it is more than a day; the text is empty when it is fresh. */
function age() {
  if (!navigator.onLine) return asOf ? sentence("offline", { day: onDay(asOf) }) : sentence("offline-undated");
  const days = asOf ? daysOld(asOf) : 0;
  return days > 1 ? sentence("age", { day: onDay(asOf), count: days }) : "";
}

/** An approval lapses by the reader's clock too, should this page be older than its last day. */
function statusToday({ status, valid_until: until }) {
  const runs = ["approved", "warned", "suspended"].includes(status);
  return runs && until < today() ? "expired" : status;
}

/** The answer that fits the centre: its status, or that its approval went over to another number. */
const shownAs = (centre) => (centre.successor ? "transferred" : statusToday(centre));

function address({ slug }) {
  return `${base}${prefix}sentre/${slug}/`;
}

function fail() {
  answers.replaceChildren(copy('template[data-message="failed"]'));
  say(sentence("failed"));
}

function clear() {
  answered = "";
  answers.replaceChildren();
  say("");
  keepQuery("");
}

// --- Sharing and reporting

/** The links of an answer that carry the question with them: the answer itself, a complaint, a report. */
function shareable(piece, text, item) {
  const share = piece.querySelector("[data-fill=share]");
  if (share) share.href = search(text);
  const about = NUMBERS.includes(item.kind) || item.kind === "number" ? item.value : item.kind === "hidden" ? "" : text.trim();
  if (about) for (const link of piece.querySelectorAll("[data-about]")) link.search = `?${new URLSearchParams({ om: about })}`;
  return piece;
}

async function share(event, link) {
  event.preventDefault();
  const url = link.href;
  try {
    if (navigator.share) await navigator.share({ url, title: document.title });
    else {
      await navigator.clipboard.writeText(url);
      link.textContent = sentence("copied");
    }
  } catch {
    if (!navigator.share) location.assign(url);
  }
}

// --- Pieces

function say(words) {
  said.textContent = words;
}

/** An answer in the words that a screen reader is told. */
function spoken(block) {
  const parts = [".verdict span, h2", "[data-fill=act]", ".who", "[data-fill=fit]"].map((one) => block.querySelector?.(one)?.textContent.trim());
  const words = parts.filter(Boolean).map((part) => part.replace(/[.]$/, ""));
  return words.length ? `${words.join(". ")}.` : block.textContent;
}

/** @param {HTMLElement} piece @param {string} name */
function slotIn(piece, name) {
  return element(`[data-fill="${name}"]`, HTMLElement, piece);
}

/** @param {HTMLElement} piece @param {string} name */
function linkIn(piece, name) {
  return element(`[data-fill="${name}"]`, HTMLAnchorElement, piece);
}

/** Of the pieces of a kind, keep the one that is meant. */
function keepOne(piece, name, wanted) {
  for (const one of piece.querySelectorAll(`[data-${name}]`)) if (one.dataset[name] !== wanted) one.remove();
}

function fillWords(piece, name, values) {
  const slot = piece.querySelector(`[data-fill="${name}"]`);
  if (slot) slot.textContent = slot.dataset.words.replace("{since}", values.since).replace("{until}", values.until);
}

/** The language links lead to the same question. */
function keepQuery(text) {
  keepInLanguages(text.trim() ? `?${new URLSearchParams({ q: text.trim() })}` : "");
}
