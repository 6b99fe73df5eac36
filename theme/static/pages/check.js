// The front page's field: what is typed is read, looked up or searched for, and answered on the spot.

import { Answers, spoken } from "../js/answers.js";
import { NUMBERS, find } from "../js/finding.js";
import { daysOld, today } from "../js/days.js";
import { read } from "../js/asked.js";
import { copy, day as onDay, element, keepInLanguages, sentence } from "../js/page.js";
import { askedIn } from "../js/shared.js";
import { pulse } from "../js/pulse.js";

const form = element("#check", HTMLFormElement);
const field = element("#q", HTMLInputElement);
const answers = element("#answers", HTMLElement);
const said = element("#said", HTMLElement);
const { base = "", language = "nb", prefix = "", lunr = "", stemmer = "", norwegian = "", worker = "" } = form.dataset;
const places = { base, language, lunr, stemmer, norwegian, phoneDepth: Number(form.dataset.phoneDepth), organisationDepth: Number(form.dataset.organisationDepth), today };
const MOST = 5; // things asked about in one text that are answered
const PAUSE = 350; // milliseconds without a key before an unfinished query is tried
const made = new Answers({ within: document, language, prefix, age, link: search, pageLink: (path) => base + path });
let asked = 0; // the newest question; answers to older ones are dropped
let given = ""; // the question of the address, which may have several lines
let waiting;
let answered = ""; // the question that the shown answer belongs to
let asOf = ""; // the register's day, when it is known

const dated = pulse().then(({ as_of: day }) => (asOf = day), () => ""); // asked for beside the answer, which says how old it is

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = typed();
  if (location.search !== search(text)) history.pushState(null, "", search(text));
  answer(text);
});
field.addEventListener("input", () => {
  clearTimeout(waiting);
  asked += 1;
  const now = meaning(typed());
  if (now === answered) return;
  clear(); // an answer never stands under another question
  if (now) waiting = setTimeout(() => answer(typed(), { unfinished: true }), PAUSE);
});
answers.addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest("[data-fill=share]");
  if (link instanceof HTMLAnchorElement) share(event, link);
});
addEventListener("popstate", fromAddress);
fromAddress();
navigator.serviceWorker?.register(worker, { scope: base, updateViaCache: "none" }).catch(() => {});

function fromAddress() {
  given = askedIn(location.search);
  field.value = inOneLine(given);
  if (!new URLSearchParams(location.search).has("q") && given) history.replaceState(null, "", search(given)); // shared: told on as a question
  if (meaning(given)) answer(given).finally(answeredOnce);
  else {
    clear();
    answeredOnce();
  }
}

/** What waited for the answer of the address stands under it. */
function answeredOnce() {
  delete document.documentElement.dataset.asked;
}

/** What stands in the field, with the lines that it came with while nobody has changed it: a line's end parts numbers. */
function typed() {
  return field.value === inOneLine(given) ? given : field.value;
}

function inOneLine(text) {
  return text.replace(/\s+/g, " ").trim();
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
    const [found] = await Promise.all([Promise.all(items.map((item) => find(item, places, unfinished))), dated]);
    if (question !== asked || found.includes(null)) return undefined;
    show(text, found, unfinished);
  } catch {
    if (question === asked && !unfinished) fail();
  }
  return undefined;
}

// --- What is shown

function show(text, found, unfinished) {
  const blocks = found.flatMap((one) => made.blocks(one, text, unfinished));
  const intro = found.length > 1 ? [Object.assign(document.createElement("p"), { className: "several", textContent: sentence("several", { count: found.length }) })] : [];
  answers.replaceChildren(...intro, ...blocks);
  answered = unfinished && found.some(({ half }) => half) ? "" : meaning(text);
  say([...intro, ...blocks].map(spoken).filter(Boolean).join(" "));
  const [{ item }] = found;
  if (!unfinished || NUMBERS.includes(item.kind)) inView();
}

/** The field and the first answer's verdict are brought into view together, whatever the keyboard leaves of the screen. */
function inView() {
  const first = answers.querySelector(".act") ?? answers.querySelector("h2") ?? answers;
  const height = window.visualViewport?.height ?? innerHeight;
  if (first.getBoundingClientRect().bottom > height || field.getBoundingClientRect().top < 0) field.scrollIntoView({ block: "start" });
}

/** How old the register is, said when it is more than a day; the text is empty when it is fresh. */
function age() {
  if (!navigator.onLine) return asOf ? sentence("offline", { day: onDay(asOf) }) : sentence("offline-undated");
  const days = asOf ? daysOld(asOf) : 0;
  return days > 1 ? sentence("age", { day: onDay(asOf), count: days }) : "";
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

// --- Sharing

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

/** The language links lead to the same question. */
function keepQuery(text) {
  keepInLanguages(text.trim() ? `?${new URLSearchParams({ q: text.trim() })}` : "");
}
