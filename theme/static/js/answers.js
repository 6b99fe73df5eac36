// An answer as the reader sees it, made of the pieces in the templates: the same on the front page and on other sites.

import { copy, day, element, elements, fill, sentence } from "./page.js";
import { NUMBERS } from "./finding.js";
import { shownAs } from "./standing.js";
import { spaced, UNNUMBERED } from "./asked.js";

const CAUTIONS = { phone: "phone", organisation: "organisation", site: "site", host: "site", mail: "mail" };
const NO_VERDICT = ["incomplete", "check-digit", "not-organisation", "none"]; // digits that are no number need no caution about one
const OF_A_CALL = ["phone", "number", ...UNNUMBERED]; // what is asked about when a telephone rings
const LISTED = 8; // hits that are worth a line

/** Makes answers of what was found. `within` holds the templates; `age` says how old the register is, when it is old; `link`
 * is the address of the answer to a text, `pageLink` that of a page of the site, and `prefix` what stands before it in the language; `locale` is how days are written, where it is not the page's. */
export class Answers {
  /** @param {{within: ParentNode, language: string, locale?: string, prefix: string, age: () => string, link: (text: string) => string, pageLink: (path: string) => string}} place */
  constructor({ within, language, locale, age, link, pageLink, prefix }) {
    this.within = within;
    this.language = language;
    this.locale = locale;
    this.age = age;
    this.link = link;
    this.pageLink = pageLink;
    this.prefix = prefix;
  }

  /** The blocks that answer one thing that was asked about, with links that carry the question `text` with them. */
  blocks(found, text, unfinished = false) {
    return this.#blocksFor(found, unfinished).map((piece) => this.#shareable(piece, text, found.item));
  }

  /** The sentence of a name, with its places filled in. */
  sentence(name, values = {}) {
    return sentence(name, values, this.within);
  }

  /** A new copy of a piece. */
  copy(selector) {
    return copy(selector, this.within);
  }

  #day(written) {
    return day(written, "UTC", this.locale);
  }

  #blocksFor(found, unfinished) {
    const { item, fits, misuse, list, pages, half } = found;
    const warnings = misuse.map((one) => this.#warning(one, item));
    if (half) return [this.#questions(found.near)];
    if (fits.length > 1) return [...warnings, this.#several(fits, item)];
    if (fits.length) return [...warnings, this.#card(fits[0], found)];
    if (list.length) return [...warnings, this.#hits(list, item), ...(unfinished ? [] : this.#suggestions(pages))];
    if (warnings.length) return warnings;
    if ((item.kind === "question" || found.asksForHelp) && pages.length) return this.#suggestions(pages);
    return [this.#unknown(found), ...this.#suggestions(pages)];
  }

  /** The whole answer about one centre. */
  #card({ centre, as }, { item, former }) {
    const piece = this.copy(`template[data-status="${shownAs(centre)}"]`);
    fill(piece, "name", centre.name);
    fill(piece, "fit", this.#fitted(item, as));
    fill(piece, "age", this.age());
    fillWords(piece, "standing", { since: this.#day(centre.approved_since ?? centre.status_since), until: centre.valid_until && this.#day(centre.valid_until) });
    linkIn(piece, "centre").href = this.#address(centre);
    keepOne(piece, "caution", cautionOf(as.kind));
    callBack(piece, centre);
    if (centre.successor) {
      const link = linkIn(piece, "successor");
      link.href = this.#address(centre.successor);
      link.textContent = centre.successor.name;
    }
    for (const held of former) slotIn(piece, "fit").after(this.#formerHolder(held));
    return piece;
  }

  /** As what the centre was found: its number, name, trade name, former name, client, site or mailbox. */
  #fitted(item, { kind, name, until, assumed, site }) {
    if (NUMBERS.includes(kind)) return this.sentence(kind, { number: spaced(item.value) });
    if (kind === "site" || kind === "mail") return this.sentence(kind, { name: hostShown(item, site) });
    const words = this.sentence(`as-${kind}`, { name, day: until && this.#day(until) });
    return assumed ? `${this.sentence("assumed", { name })} ${kind === "name" ? "" : words}`.trim() : words;
  }

  /** A caller that the register does not know: what kind of number it is, what to do, and what comes near. */
  #unknown({ item, former, near, reminding = [] }) {
    const kind = UNNUMBERED.includes(item.kind) ? item.kind : item.more;
    const number = OF_A_CALL.includes(item.kind) && elements(`template[data-kind="${kind}"]`, HTMLTemplateElement, this.within)[0];
    const piece = this.copy('template[data-status="unknown"]');
    piece.dataset.kind = number ? kind : item.kind;
    fill(piece, "fit", this.#asUnderstood(item));
    fill(piece, "age", this.age());
    keepOne(piece, "caution", OF_A_CALL.includes(item.kind) ? "unknown" : cautionOf(item.kind));
    const heads = number && explain(piece, number.content);
    keepOne(piece, "meaning", heads ? null : item.kind in CAUTIONS ? item.kind : "name");
    if (NO_VERDICT.includes(piece.dataset.kind ?? "")) keepOne(piece, "caution", null);
    for (const held of former) slotIn(piece, "fit").after(this.#formerHolder(held));
    const box = slotIn(piece, "near");
    box.append(...reminding.map((one) => this.#reminder(one)), ...(near.length ? [this.#questions(near)] : []));
    if (!box.childNodes.length) box.remove();
    return piece;
  }

  #asUnderstood(item) {
    const { kind, value, more } = item;
    if (NUMBERS.includes(kind)) return this.sentence(kind, { number: spaced(value) });
    if (kind === "number") return this.sentence(["check-digit", "not-organisation"].includes(more) ? "organisation" : "digits", { number: spaced(value) });
    if (kind === "host") return this.sentence(value ? "site" : "no-site", { name: hostShown(item) });
    if (kind === "mail") return this.sentence("mail", { name: value });
    return UNNUMBERED.includes(kind) ? "" : this.sentence("as-asked", { name: value });
  }

  #formerHolder({ centre, until }) {
    return textIn("p", this.sentence("former", { name: centre.name, until: this.#day(until) }));
  }

  /** Known misuse of the mark: what was seen, and when. */
  #warning(misuse, item) {
    const piece = this.copy('template[data-message="misuse"]');
    fill(piece, "name", misuse.name);
    fill(piece, "fit", this.#asUnderstood(item));
    fill(piece, "reason", misuse.reason[this.language]);
    fill(piece, "seen", misuse.ended ? this.sentence("seen-ended", { day: this.#day(misuse.seen), until: this.#day(misuse.ended) }) : this.sentence("seen", { day: this.#day(misuse.seen) }));
    fill(piece, "age", this.age());
    linkIn(piece, "entry").hash = misuse.slug;
    return piece;
  }

  #reminder(misuse) {
    const piece = this.copy('template[data-message="reminder"]');
    const link = element("a", HTMLAnchorElement, piece);
    link.textContent = misuse.name;
    link.href = this.link(misuse.name);
    return piece;
  }

  /** Names that come near, as questions back, with the name that did: no status, for nobody has been asked about yet. */
  #questions(near) {
    const piece = this.copy('template[data-message="near"]');
    element("ul", HTMLElement, piece).append(...near.map(({ centre, name }) => {
      const line = document.createElement("li");
      line.append(linked(centre.name, this.link(centre.name)), `${name === centre.name ? "" : ` (${name})`} · ${centre.city}`);
      return line;
    }));
    return piece;
  }

  /** Several centres that fit whole, each with its status. */
  #several(fits, item) {
    const piece = this.copy('template[data-message="several"]');
    fill(piece, "fit", this.#asUnderstood(item));
    fill(piece, "age", this.age());
    element("ul", HTMLElement, piece).append(...fits.map(({ centre, as }) => this.#hit(centre, NUMBERS.includes(as.kind) || as.kind === "name" ? "" : this.#fitted(item, as))));
    return piece;
  }

  /** The hits of a word or a town: a list to choose from, and no answer about anybody. */
  #hits(centres, { value }) {
    const piece = this.copy('template[data-message="list"]');
    element("h2", HTMLElement, piece).textContent = this.sentence(centres.length === 1 ? "hit" : "hits", { count: centres.count ?? centres.length, text: value });
    element("ul", HTMLElement, piece).append(...centres.slice(0, LISTED).map((centre) => this.#hit(centre, this.#otherNames(centre, value))));
    const more = linkIn(piece, "more");
    if (centres.length > LISTED) more.href += `?${new URLSearchParams({ q: value })}`;
    else more.parentElement?.remove();
    fill(piece, "age", this.age());
    return piece;
  }

  /** What a hit is besides its name: a trade name, a client or a former name that has the word. */
  #otherNames({ names }, text) {
    const word = text.trim().toLowerCase();
    const own = names.filter(([name, kind]) => kind !== "name" && name.toLowerCase().includes(word));
    return own.map(([name, kind, until]) => this.sentence(`as-${kind}`, { name, day: until && this.#day(until) })).join(" ");
  }

  #hit(centre, as) {
    const piece = this.copy("template[data-hit]");
    const link = linkIn(piece, "centre");
    link.textContent = centre.name;
    link.href = this.#address(centre);
    link.after(this.copy(`template[data-label="${shownAs(centre)}"]`));
    fill(piece, "also", [as, centre.city].filter(Boolean).join(" · "));
    return piece;
  }

  #suggestions(pages) {
    if (!pages.length) return [];
    const piece = this.copy('template[data-message="pages"]');
    element("ul", HTMLElement, piece).append(...pages.map(({ title, address }) => {
      const line = document.createElement("li");
      line.append(linked(title, this.pageLink(address)));
      return line;
    }));
    return [piece];
  }

  #address({ slug }) {
    return this.pageLink(`${this.prefix}sentre/${slug}/`);
  }

  /** The links of an answer that carry the question with them: the answer itself, a complaint, a report. */
  #shareable(piece, text, item) {
    const share = piece.querySelector("[data-fill=share]");
    if (share) share.href = this.link(text);
    const about = NUMBERS.includes(item.kind) || item.kind === "number" ? item.value : UNNUMBERED.includes(item.kind) ? "" : text.trim();
    if (about) for (const link of piece.querySelectorAll("[data-about]")) link.search = `?${new URLSearchParams({ om: about })}`;
    return piece;
  }
}

/** A block in the words that a screen reader is told. */
export function spoken(block) {
  const parts = [".verdict span, h2", "[data-fill=act]", ".who", "[data-fill=fit]"].map((one) => block.querySelector?.(one)?.textContent.trim());
  const words = parts.filter(Boolean).map((part) => part.replace(/[.]$/, ""));
  return words.length ? `${words.join(". ")}.` : block.textContent;
}

function cautionOf(kind) {
  return CAUTIONS[kind] ?? "name";
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

/** @param {HTMLElement} piece @param {string} name */
function slotIn(piece, name) {
  return element(`[data-fill="${name}"]`, HTMLElement, piece);
}

/** @param {HTMLElement} piece @param {string} name */
function linkIn(piece, name) {
  return element(`[data-fill="${name}"]`, HTMLAnchorElement, piece);
}

function linked(words, href) {
  return Object.assign(document.createElement("a"), { className: "ds-link", href, textContent: words });
}

function textIn(tag, words) {
  return Object.assign(document.createElement(tag), { textContent: words });
}

/** Of the pieces of a kind, keep the one that is meant. */
function keepOne(piece, name, wanted) {
  for (const one of piece.querySelectorAll(`[data-${name}]`)) if (one.dataset[name] !== wanted) one.remove();
}

function fillWords(piece, name, values) {
  const slot = piece.querySelector(`[data-fill="${name}"]`);
  if (slot) slot.textContent = slot.dataset.words.replace("{since}", values.since).replace("{until}", values.until);
}
