// The check on other sites: <godkjent-sjekk> with the plain form inside. The form stays until everything is there, and
// stays for good when something is not. Every piece is built element by element from the words that the register gives,
// under the site's own content policy; nothing is kept on the reader's device, and nothing is told to the site around.

import lunr from "lunr";
import tables from "#asked" with { type: "json" };
import style from "./embed.css";
import { Answers, spoken } from "./js/answers.js";
import { asStranger, fetchedJson } from "./js/fetched.js";
import { daysOld, today } from "./js/days.js";
import { day, element } from "./js/page.js";
import { grown } from "./js/grown.js";
import { find } from "./js/finding.js";
import { read, topicOf } from "./js/asked.js";

const HOME = new URL("../../", import.meta.url).href; // the register, as the site around has written it in its page
const MOST = 5; // things asked about in one text that are answered

asStranger();

class Check extends HTMLElement {
  connectedCallback() {
    if (!this.shadowRoot) this.#begin().catch(() => {}); // the plain form is there and asks the register itself
  }

  async #begin() {
    const language = languageOf(this);
    const known = await fetchedJson(`${HOME}embed/v1/${language}.json`);
    if (this.shadowRoot) return;
    const words = document.createDocumentFragment();
    words.append(...known.pieces.map((piece) => grown(piece, HOME)));
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    asking(root, words, language, known);
  }
}

/** The language of the element, else that of what it stands in, as far as the register speaks it. */
function languageOf(place) {
  const said = place.closest("[lang]")?.getAttribute("lang")?.slice(0, 2).toLowerCase() ?? "";
  if (tables.languages.includes(said)) return said;
  return said && said !== "no" ? "en" : "nb";
}

/** The field and its answers in `root`. */
function asking(root, words, language, { prefix, locale, depths }) {
  let asOf = "";
  let asked = 0; // the newest question; answers to older ones are dropped
  const link = (text) => `${HOME}${prefix}${text.trim() ? `?${new URLSearchParams({ q: text.trim() })}` : ""}`;
  const made = new Answers({ within: words, language, locale, prefix, age, link, pageLink: (path) => HOME + path });
  const places = { base: HOME, language, lunr, phoneDepth: depths.phone, organisationDepth: depths.organisation, today };
  root.append(made.copy('template[data-message="frame"]'));
  const field = element("#q", HTMLInputElement, root);
  const answers = element(".answers", HTMLElement, root);
  const said = element("[role=status]", HTMLElement, root);

  element("form", HTMLFormElement, root).addEventListener("submit", (event) => {
    event.preventDefault();
    answer(field.value);
  });
  field.addEventListener("input", () => show([], "")); // an answer never stands under another question

  function age() {
    const days = daysOld(asOf);
    return days > 1 ? made.sentence("age", { day: day(asOf, "UTC", locale), count: days }) : "";
  }

  function show(blocks, words) {
    asked += 1;
    answers.replaceChildren(...blocks);
    said.textContent = words;
  }

  async function answer(text) {
    const items = read(text).slice(0, MOST);
    show([], items[0].kind === "empty" ? "" : made.sentence("loading"));
    if (items[0].kind === "empty") return;
    const question = asked;
    const blocks = await blocksFor(items, text).catch(() => [failed(text)]);
    if (question === asked) show(blocks, blocks.map(spoken).join(" "));
  }

  /** Without the register's day there is no answer: nobody could tell how old it is. */
  async function blocksFor(items, text) {
    const [known, ...found] = await Promise.all([fetchedJson(`${HOME}build.json`), ...items.map((item) => find(item, places))]);
    asOf = known.as_of;
    const intro = Object.assign(document.createElement("p"), { className: "several", textContent: made.sentence("several", { count: items.length }) });
    return [...(items.length > 1 ? [intro] : []), ...found.flatMap((one) => made.blocks(ledOn(one), text))];
  }

  /** What the register answers with a page of its own is led there. */
  function ledOn(found) {
    const { kind, value } = found.item;
    if (kind !== "question" && !(kind === "name" && topicOf(value))) return found;
    const way = { title: made.sentence("elsewhere"), address: link(value).slice(HOME.length) };
    return { ...found, pages: [way], asksForHelp: true };
  }

  function failed(text) {
    const piece = made.copy('template[data-message="failed"]');
    element("a", HTMLAnchorElement, piece).href = link(text);
    return piece;
  }
}

if (!customElements.get("godkjent-sjekk")) customElements.define("godkjent-sjekk", Check);
