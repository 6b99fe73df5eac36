// The front page's field: what is typed is understood, looked up or searched for, and answered on the spot.

import { lookUp } from "../js/numbers.js";
import { daysOld, today } from "../js/days.js";
import { understand } from "../js/query.js";

const form = document.getElementById("check");
const field = form.elements.q;
const answers = document.getElementById("answers");
const said = document.getElementById("said");
const places = {
  ...form.dataset,
  phoneDepth: Number(form.dataset.phoneDepth),
  organisationDepth: Number(form.dataset.organisationDepth),
  today,
};
const LISTED = 8; // hits that are worth a line
const PAUSE = 350; // milliseconds without a key before an unfinished query is tried
let asked = 0; // the newest question; answers to older ones are dropped
let waiting;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (location.search !== search(field.value)) history.pushState(null, "", search(field.value));
  answer(field.value);
});
field.addEventListener("input", () => {
  clearTimeout(waiting);
  asked += 1;
  if (!field.value.trim()) return clear();
  waiting = setTimeout(() => answer(field.value, { unfinished: true }), PAUSE);
});
addEventListener("popstate", fromAddress);
fromAddress();
navigator.serviceWorker?.register(form.dataset.worker, { scope: places.base, updateViaCache: "none" }).catch(() => {});

function fromAddress() {
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  if (field.value.trim()) answer(field.value);
  else clear();
}

function search(text) {
  return text.trim() ? `?${new URLSearchParams({ q: text.trim() })}` : location.pathname;
}

/** Answer one question; an unfinished one is answered only when it has found something. */
async function answer(text, { unfinished = false } = {}) {
  clearTimeout(waiting);
  const question = (asked += 1);
  const query = understand(text);
  keepQuery(text);
  if (!unfinished) say(sentence("loading"));
  try {
    const found = await find(query, unfinished);
    if (question === asked && found) show(query, found, unfinished);
  } catch {
    if (question === asked && !unfinished) fail();
  }
}

/** {centres, near, pages, former} for a question, or null when an unfinished one is not worth an answer yet. */
async function find(query, unfinished) {
  if (query.kind === "empty" || (unfinished && ["impossible", "hidden", "host"].includes(query.kind))) return null;
  if (query.kind === "impossible" || query.kind === "hidden") return { centres: [] };
  if (query.kind === "phone" || query.kind === "organisation") return lookUp(query, places);
  if (unfinished && query.value.length < 3) return null;
  const { findHost, findNames, findPages } = await import("../js/names.js");
  if (query.kind === "host") return { centres: await findHost(query.value, places) };
  const found = await findNames(query.value, places);
  if (found.centres.length || unfinished) return found.centres.length ? found : null;
  return { ...found, pages: await findPages(query.value, places) };
}

function show(query, { centres, near = [], pages = [], former = [] }, unfinished) {
  const understood = sentence(query.kind, { number: query.shown, name: query.shown });
  if (centres.length > 1) answers.replaceChildren(list(centres, understood));
  else answers.replaceChildren(card(centres[0], query, understood, near, former), ...suggestions(pages));
  const heading = answers.querySelector(".verdict span")?.textContent ?? sentence("hits", { count: centres.length });
  say([understood, heading, centres[0]?.name ?? "", age()].filter(Boolean).join(". "));
  if (!unfinished) answers.scrollIntoView({ block: "nearest" });
}

/** The whole answer about one centre, or about a caller that nobody knows. */
function card(centre, query, understood, near, former) {
  const status = centre ? statusToday(centre) : "unknown";
  const piece = copy(`template[data-status="${status}"]`);
  fill(piece, "name", centre?.name);
  fill(piece, "understood", understood);
  fill(piece, "age", age());
  fillWords(piece, "standing", centre && {
    since: day(centre.approved_since ?? centre.status_since),
    until: centre.valid_until && day(centre.valid_until),
  });
  piece.querySelector("[data-fill=centre]")?.setAttribute("href", address(centre));
  const caution = piece.querySelector("[data-when=phone]");
  if (!["phone", "impossible", "hidden"].includes(query.kind)) caution?.remove();
  else callBack(piece, centre);
  if (!centre) explainMiss(piece, query, near);
  for (const held of former) piece.querySelector("[data-fill=understood]").after(formerHolder(held));
  return piece;
}

/** What kind of number it is and what follows from that; for a name, the names that come nearest. */
function explainMiss(piece, query, near) {
  const series = query.kind === "hidden" ? "hidden" : query.series;
  place(piece, "series", series && copy(`template[data-series="${series}"]`));
  const names = near.length && copy('template[data-message="near"]');
  if (names) names.querySelector("ul").append(...near.map(hit));
  place(piece, "near", names);
}

function formerHolder({ centre, until }) {
  return Object.assign(document.createElement("p"), { textContent: sentence("former", { name: centre.name, until: day(until) }) });
}

/** How old the page's register is, said when it is more than a day; the text is empty when it is fresh. */
function age() {
  if (!navigator.onLine) return sentence("offline");
  const days = daysOld(places.asOf);
  return days > 1 ? sentence("age", { day: day(places.asOf), count: days }) : "";
}

function callBack(piece, centre) {
  const slot = piece.querySelector("[data-fill=call-back]");
  if (!slot) return;
  const { words, wordsNone } = slot.dataset;
  slot.textContent = centre.call_back ? words.replace("{number}", centre.call_back) : wordsNone;
}

function list(centres, understood) {
  const box = document.createElement("div");
  const intro = Object.assign(document.createElement("p"), { textContent: `${understood}. ${sentence("hits", { count: centres.length })}` });
  const hits = Object.assign(document.createElement("ul"), { className: "hits" });
  hits.append(...centres.slice(0, LISTED).map(hit));
  box.append(intro, hits);
  if (age()) box.append(Object.assign(document.createElement("p"), { textContent: age() }));
  return box;
}

function hit(centre) {
  const piece = copy("template[data-hit]");
  const status = statusToday(centre);
  const link = piece.querySelector("[data-fill=centre]");
  piece.dataset.status = status;
  link.textContent = centre.name;
  link.href = address(centre);
  link.after(copy(`template[data-label="${status}"]`));
  fill(piece, "also", [...(centre.also ?? []), centre.city].join(" · "));
  return piece;
}

function suggestions(pages) {
  if (!pages.length) return [];
  const piece = copy('template[data-message="pages"]');
  piece.querySelector("ul").append(...pages.map(({ title, address: path }) => {
    const item = document.createElement("li");
    const link = Object.assign(document.createElement("a"), { className: "ds-link", textContent: title, href: places.base + path });
    item.append(link);
    return item;
  }));
  return [piece];
}

/** An approval lapses by the reader's clock too, should this page be older than its last day. */
function statusToday({ status, valid_until: until }) {
  const runs = ["approved", "warned", "suspended"].includes(status);
  return runs && until < today() ? "expired" : status;
}

function address({ slug }) {
  return `${places.base}${places.prefix}sentre/${slug}/`;
}

function day(iso) {
  const locale = { nb: "nb-NO", nn: "nn-NO", en: "en-GB" }[places.language];
  return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(iso));
}

function fail() {
  answers.replaceChildren(copy('template[data-message="failed"]'));
  say(sentence("failed"));
}

function clear() {
  answers.replaceChildren();
  say("");
  keepQuery("");
}

function say(words) {
  said.textContent = words;
}

/** A sentence of the page's language, with its {places} filled. */
function sentence(name, values = {}) {
  const words = document.querySelector(`template[data-sentence="${name}"]`)?.content.textContent ?? "";
  return Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, () => value), words);
}

function copy(selector) {
  return document.querySelector(selector).content.firstElementChild.cloneNode(true);
}

function fill(piece, name, words) {
  const slot = piece.querySelector(`[data-fill="${name}"]`);
  if (!slot) return;
  if (words) slot.textContent = words;
  else slot.remove();
}

/** Put a piece in its place, or take the empty place away. */
function place(piece, name, content) {
  const slot = piece.querySelector(`[data-fill="${name}"]`);
  if (content) slot?.replaceWith(content);
  else slot?.remove();
}

function fillWords(piece, name, values) {
  const slot = piece.querySelector(`[data-fill="${name}"]`);
  if (slot && values) {
    fill(piece, name, slot.dataset.words.replace("{since}", values.since).replace("{until}", values.until));
  }
}

/** The language links lead to the same question. */
function keepQuery(text) {
  for (const link of document.querySelectorAll("[data-language][hreflang]")) {
    link.search = text.trim() ? `?${new URLSearchParams({ q: text.trim() })}` : "";
  }
}
