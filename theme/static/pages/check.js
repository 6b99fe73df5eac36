// The front page's field: what is typed is understood, looked up or searched for, and answered on the spot.

import { lookUp } from "../js/numbers.js";
import { understand } from "../js/query.js";

const form = document.getElementById("check");
const field = form.elements.q;
const answers = document.getElementById("answers");
const said = document.getElementById("said");
const places = {
  ...form.dataset,
  phoneDepth: Number(form.dataset.phoneDepth),
  organisationDepth: Number(form.dataset.organisationDepth),
};
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

/** {centres, pages} for a question, or null when an unfinished one is not worth an answer yet. */
async function find(query, unfinished) {
  if (query.kind === "empty" || (unfinished && query.kind === "impossible")) return null;
  if (query.kind === "impossible") return { centres: [] };
  if (query.kind !== "name") return { centres: await lookUp(query, places) };
  if (unfinished && query.value.length < 3) return null;
  const { findNames, findPages } = await import("../js/names.js");
  const centres = await findNames(query.value, places);
  if (centres.length || unfinished) return centres.length ? { centres } : null;
  return { centres, pages: await findPages(query.value, places) };
}

function show(query, { centres, pages = [] }, unfinished) {
  const understood = sentence(query.kind, { number: query.shown, name: query.shown });
  if (centres.length > 1) answers.replaceChildren(list(centres, understood));
  else answers.replaceChildren(card(centres[0], query, understood), ...suggestions(pages));
  const heading = answers.querySelector(".verdict span")?.textContent ?? sentence("hits", { count: centres.length });
  say([understood, heading, centres[0]?.name ?? ""].filter(Boolean).join(". "));
  if (!unfinished) answers.scrollIntoView({ block: "nearest" });
}

/** The whole answer about one centre, or about a caller that nobody knows. */
function card(centre, query, understood) {
  const status = centre ? statusToday(centre) : "unknown";
  const piece = copy(`template[data-status="${status}"]`);
  fill(piece, "name", centre?.name);
  fill(piece, "understood", understood);
  fillWords(piece, "standing", centre && {
    since: day(centre.approved_since ?? centre.status_since),
    until: centre.valid_until && day(centre.valid_until),
  });
  piece.querySelector("[data-fill=centre]")?.setAttribute("href", address(centre));
  const caution = piece.querySelector("[data-when=phone]");
  if (query.kind !== "phone" && query.kind !== "impossible") caution?.remove();
  else callBack(piece, centre);
  return piece;
}

function callBack(piece, centre) {
  const place = piece.querySelector("[data-fill=call-back]");
  if (!place) return;
  const { words, wordsNone } = place.dataset;
  place.textContent = centre.call_back ? words.replace("{number}", centre.call_back) : wordsNone;
}

function list(centres, understood) {
  const box = document.createElement("div");
  const intro = Object.assign(document.createElement("p"), { textContent: `${understood}. ${sentence("hits", { count: centres.length })}` });
  const hits = Object.assign(document.createElement("ul"), { className: "hits" });
  hits.append(...centres.slice(0, 8).map(hit));
  box.append(intro, hits);
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
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Oslo" }).format(new Date());
  return runs && until < today ? "expired" : status;
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
  const place = piece.querySelector(`[data-fill="${name}"]`);
  if (!place) return;
  if (words) place.textContent = words;
  else place.remove();
}

function fillWords(piece, name, values) {
  const place = piece.querySelector(`[data-fill="${name}"]`);
  if (place && values) {
    fill(piece, name, place.dataset.words.replace("{since}", values.since).replace("{until}", values.until));
  }
}

/** The language links lead to the same question. */
function keepQuery(text) {
  for (const link of document.querySelectorAll("[data-language][hreflang]")) {
    link.search = text.trim() ? `?${new URLSearchParams({ q: text.trim() })}` : "";
  }
}
