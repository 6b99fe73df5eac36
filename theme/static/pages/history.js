// Status on a date: reads the page's own table of periods, and keeps the date in the address so that it can be shown to others.

const form = document.getElementById("on-date");
const field = form.elements.on;
const answer = document.getElementById("on-answer");
const { asOf } = form.dataset;
const locale = { nb: "nb-NO", nn: "nn-NO", en: "en-GB" }[document.documentElement.lang];
const periods = [...document.querySelectorAll("#periods tr[data-period]")].map((row) => {
  const [from, until] = row.querySelectorAll("time");
  return { row, status: row.dataset.period, from, until };
});
const LONGEST = 40; // characters of an unreadable date that are shown

form.hidden = false;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const search = `?${new URLSearchParams({ on: field.value })}`;
  if (location.search !== search) history.pushState(null, "", search);
  fromAddress();
});
addEventListener("popstate", fromAddress);
fromAddress();

function fromAddress() {
  const text = new URLSearchParams(location.search).get("on")?.trim();
  for (const link of document.querySelectorAll("[data-language][hreflang]")) link.search = text ? location.search : "";
  answer.replaceChildren(...(text ? [told(text)] : []));
  field.value = text && isDay(text) ? text : "";
}

/** The answer for one day: the period it is in, or why there is none. */
function told(text) {
  if (!isDay(text)) return nothing("unreadable", { text: text.slice(0, LONGEST) });
  if (text > asOf) return nothing("future", { day: written(text), asOf: written(asOf) });
  const period = periods.find(({ from, until }) => from.dateTime <= text && (!until || text <= until.dateTime));
  if (!period) return nothing("before", { day: written(text), first: periods.at(-1)?.from.textContent ?? "–" });
  if (period.status === "withheld") return nothing("withheld", { day: written(text) });
  return found(period, text);
}

function found({ row, status, from, until }, text) {
  const days = { from: from.textContent, until: until?.textContent, asOf: written(asOf) };
  const card = result(status, row.dataset.color, sentence(until ? "closed" : "open", days));
  card.querySelector(".who").textContent = sentence("on", { day: written(text) });
  card.querySelector("[data-led]").append(...row.querySelector("[data-why]").cloneNode(true).childNodes);
  return card;
}

function nothing(reason, values) {
  const card = result("unknown", "neutral", sentence(reason, values));
  card.dataset.reason = reason;
  for (const part of card.querySelectorAll(".who, [data-led]")) part.remove();
  return card;
}

function result(status, color, detail) {
  const card = document.getElementById("on-result").content.cloneNode(true).firstElementChild;
  Object.assign(card.dataset, { status, color });
  const verdict = document.querySelector(`template[data-icon="${status}"]`); // the card itself says that there is no answer
  if (verdict) card.querySelector(".verdict").replaceChildren(verdict.content.cloneNode(true));
  card.querySelector("[data-detail]").textContent = detail;
  return card;
}

function sentence(name, values) {
  const words = document.querySelector(`template[data-sentence="${name}"]`).content.textContent;
  return words.replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

/** Whether the text is a day that exists, written YYYY-MM-DD. */
function isDay(text) {
  const moment = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : NaN;
  return !Number.isNaN(moment) && new Date(moment).toISOString().startsWith(text);
}

function written(iso) {
  return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(iso));
}
