// Status on a date: reads the page's own table of periods, and keeps the date in the address so that it can be shown to others.

import { isDay } from "../js/days.js";
import { copy, day, element, elements, keepInLanguages, sentence } from "../js/page.js";
import { pulse } from "../js/pulse.js";

const form = element("#on-date", HTMLFormElement);
const field = element("[name=on]", HTMLInputElement, form);
const answer = element("#on-answer", HTMLElement);
const periods = elements("#periods tr[data-period]", HTMLTableRowElement).map((row) => {
  const [from, until] = elements("time", HTMLTimeElement, row);
  return { row, status: row.dataset.period ?? "", from, until };
});
/** @typedef {typeof periods[number]} Period */
const LONGEST = 40; // characters of an unreadable date that are shown

let asOf = ""; // the register's day; without it no day can be answered for, and the table answers by itself

pulse().then(({ as_of: day }) => {
  asOf = day;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const search = `?${new URLSearchParams({ on: field.value })}`;
    if (location.search !== search) history.pushState(null, "", search);
    fromAddress();
  });
  addEventListener("popstate", fromAddress);
  fromAddress();
}, () => {});

function fromAddress() {
  const text = new URLSearchParams(location.search).get("on")?.trim();
  keepInLanguages(text ? location.search : "");
  answer.replaceChildren(...(text ? [told(text)] : []));
  field.value = text && isDay(text) ? text : "";
}

/** The answer for one day: the period it is in, or why there is none.
 * @param {string} text
 */
function told(text) {
  if (!isDay(text)) return nothing("unreadable", { text: text.slice(0, LONGEST) });
  if (text > asOf) return nothing("future", { day: day(text), asOf: day(asOf) });
  const period = periods.find(({ from, until }) => from.dateTime <= text && (!until || text <= until.dateTime));
  if (!period) return nothing("before", { day: day(text), first: periods.at(-1)?.from.textContent ?? "–" });
  if (period.status === "withheld") return nothing("withheld", { day: day(text) });
  return found(period, text);
}

/**
 * @param {Period} period
 * @param {string} text
 */
function found({ row, status, from, until }, text) {
  const days = { from: from.textContent, until: until?.textContent, asOf: day(asOf) };
  const card = result(status, row.dataset.color ?? "", sentence(until ? "closed" : "open", days), row.dataset.shown);
  const said = element(".verdict span", HTMLElement, card);
  said.textContent = sentence("on", { day: day(text), status: said.textContent });
  element("[data-led]", HTMLElement, card).append(...element("[data-why]", HTMLElement, row).cloneNode(true).childNodes);
  return card;
}

/**
 * @param {string} reason
 * @param {Record<string, string>} values
 */
function nothing(reason, values) {
  const card = result("unknown", "neutral", sentence(reason, values));
  card.dataset.reason = reason;
  for (const part of card.querySelectorAll("[data-led]")) part.remove();
  return card;
}

/**
 * @param {string} status
 * @param {string} color
 * @param {string} detail
 * @param {string} [shown] the verdict's words, when they are not those of the status
 */
function result(status, color, detail, shown = status) {
  const card = copy("#on-result");
  Object.assign(card.dataset, { status, color });
  const verdict = document.querySelector(`template[data-icon="${shown}"]`); // the card itself says that there is no answer
  if (verdict instanceof HTMLTemplateElement) element(".verdict", HTMLElement, card).replaceChildren(verdict.content.cloneNode(true));
  element("[data-detail]", HTMLElement, card).textContent = detail;
  const open = periods.find(({ until: end }) => !end);
  const now = wordsOf(open?.row.dataset.shown ?? open?.status);
  const today = element(".today", HTMLElement, card);
  if (now) today.textContent = sentence("today", { status: now });
  else today.remove();
  return card;
}

/** What a status is called; nothing for one that is not public.
 * @param {string} [status]
 */
function wordsOf(status) {
  const known = document.querySelector(`template[data-icon="${status}"]`);
  return known instanceof HTMLTemplateElement ? known.content.textContent?.trim() : "";
}
