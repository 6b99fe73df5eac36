// Up to four centres side by side, from the address: ?s=slug,slug.

import { buyersFile } from "../js/download.js";
import { keepRoles, make } from "../js/elements.js";
import { MOST_COMPARED, slugsOf } from "../js/facets.js";
import { offerFiles } from "../js/listfiles.js";
import { phones, wordsOf } from "../js/columns.js";
import { copy, day, duration, element, elements, figure, filled, sentence, word } from "../js/page.js";

/** The cell of a centre, or nothing where it has told nothing.
 * @typedef {(centre: BuyersCentre) => Node | string | null} CellOf
 */
/** A heading, why it counts, and the cell of a centre.
 * @typedef {[string, string | null, CellOf]} Row
 */

const page = element("#comparison", HTMLElement);
const table = element("#compared", HTMLTableElement);
const messages = element("#messages", HTMLElement);
const change = element("#change", HTMLAnchorElement);
const { list = "", base = "", centre: centrePath = "", buyers = "", several = "" } = page.dataset;
/** @type {BuyersCentre[]} */
let centres = [];

offerFiles(element("[data-files]", HTMLElement), page.dataset, async () => ({
  slugs: centres.map((centre) => centre.slug), filter: sentence("compared-filter", { names: names() }),
}));
addEventListener("popstate", show);
show();

async function show() {
  try {
    const register = await buyersFile(buyers);
    render(register, slugsOf(new URLSearchParams(location.search)));
  } catch {
    messages.replaceChildren(make("p", {}, sentence("failed")));
  }
  page.classList.add("live");
}

/**
 * @param {BuyersFile} register
 * @param {string[]} slugs
 */
function render(register, slugs) {
  const bySlug = new Map(register.centres.map((centre) => [centre.slug, centre]));
  const known = slugs.flatMap((slug) => bySlug.get(slug) ?? []);
  centres = known.slice(0, MOST_COMPARED);
  const beyond = known.slice(MOST_COMPARED).map((centre) => centre.name);
  const said = slugs.filter((slug) => !bySlug.has(slug)).map((name) => sentence("unknown-slug", { name: name.slice(0, 60) }));
  if (beyond.length) said.unshift(sentence("too-many", { names: beyond.join(", ") }));
  said.unshift(centres.length ? sentence("comparing", { names: names() }) : sentence("nothing"));
  messages.replaceChildren(...said.map((words) => make("p", {}, words)));
  element("#frame", HTMLElement).hidden = element("#files", HTMLElement).hidden = !centres.length;
  change.href = centres.length ? `${list}?s=${centres.map((centre) => centre.slug).join(",")}` : list;
  table.replaceChildren(...(centres.length ? [head(), ...groups().map(([group, rows]) => body(group, rows))] : []));
  table.dataset.count = String(centres.length);
  keepRoles(table);
}

function names() {
  return centres.map((centre) => centre.name).join(", ");
}

function head() {
  const cells = centres.map((centre) => make("th", { scope: "col" },
    make("a", { class: "ds-link", href: base + filled(centrePath, { slug: centre.slug }) }, centre.name), label(centre), remover(centre)));
  return make("thead", {}, make("tr", {}, make("th", { scope: "col" }, sentence("facts")), ...cells));
}

/** @param {BuyersCentre} centre */
function label({ status, successor }) {
  return copy(`template[data-label="${successor ? "transferred" : status}"]`);
}

/** The status, and a link to where the approval went.
 * @param {BuyersCentre} centre
 * @param {{name: string, slug: string}} successor
 */
function transferred(centre, { name, slug }) {
  const link = make("a", { class: "ds-link", href: base + filled(centrePath, { slug }) }, name);
  const [before, after] = sentence("went-to").split("{name}");
  return make("div", {}, label(centre), make("p", {}, before, link, after));
}

/** @param {BuyersCentre} centre */
function remover(centre) {
  const button = make("button", { type: "button", class: "remove", "aria-label": sentence("remove-centre", { name: centre.name }) }, sentence("remove-word"));
  button.addEventListener("click", () => {
    const left = centres.filter((other) => other !== centre).map((other) => other.slug);
    history.pushState(null, "", left.length ? `?s=${left.join(",")}` : location.pathname);
    show().then(() => (elements("button.remove", HTMLElement, table)[0] ?? change).focus());
  });
  return button;
}

/** The rows by group.
 * @returns {[string, Row[]][]}
 */
function groups() {
  const years = [...new Set(centres.flatMap((centre) => centre.reports.map((report) => report.year)))].sort((a, b) => b - a);
  return [
    ["approval", [
      row("status", (c) => (c.successor ? transferred(c, c.successor) : label(c))),
      row("approved_since", (c) => (c.approved_since ? day(c.approved_since) : sentence("not-applicable"))),
      row("approved_months", (c) => (c.approved_months === null ? sentence("not-applicable") : duration(c.approved_months))),
      row("renewal", (c) => (c.renewal ? day(c.renewal) : sentence("not-applicable"))),
      row("follow_up", (c) => (c.follow_up ? day(c.follow_up) : sentence("not-applicable"))),
      row("sanctions", sanctions),
    ]],
    ["complaints", [
      ...yearly("received", years, (report) => report.received_per_100000),
      ...yearly("upheld", years, (report) => report.upheld_per_100000),
      ...yearly("calls", years, (report) => report.calls_connected),
    ]],
    ["facts", [
      row("seats", (c) => (c.seats ? figure(c.seats) : null)),
      ...several.split(" ").map((field) => row(field, (c) => wordsOf(c, field) || null)),
      row("place", (c) => `${c.street ? `${c.street}, ` : ""}${c.postcode} ${c.city} (${c.county})`),
      row("phone", (c) => lines(phones(c))),
      row("websites", (c) => lines(c.websites)),
      row("organisation_number", (c) => c.organisation_number),
    ]],
  ];
}

/** @param {string} name */
function heading(name) {
  return sentence(`row-${name}`);
}

/**
 * @param {string} name
 * @param {CellOf} cell
 * @returns {Row}
 */
function row(name, cell) {
  const why = document.querySelector(`template[data-sentence="why-${name}"]`) && sentence(`why-${name}`);
  return [heading(name), why, cell];
}

/** One row for each year, the reason said once.
 * @param {string} name
 * @param {number[]} years
 * @param {(report: Report) => number | null} of
 * @returns {Row[]}
 */
function yearly(name, years, of) {
  return years.map((year, i) => [`${heading(name)}, ${year}`, i ? null : sentence(`why-${name}`), (centre) => {
    const report = centre.reports.find((one) => one.year === year);
    const value = report && of(report);
    return value === undefined || value === null ? null : figure(value);
  }]);
}

/**
 * @param {string} group
 * @param {Row[]} rows
 */
function body(group, rows) {
  const title = make("tr", { class: "group" }, make("th", { scope: "rowgroup", colspan: centres.length + 1 }, sentence(`row-group-${group}`)));
  const made = rows.map(([name, why, cell]) => make("tr", {},
    make("th", { scope: "row" }, name, why && make("small", {}, why)),
    ...centres.map((centre) => make("td", {}, cell(centre) ?? make("span", { class: "quiet" }, sentence("not-told"))))));
  return make("tbody", {}, title, ...made);
}

/** @param {BuyersCentre} centre */
function sanctions(centre) {
  const said = centre.sanctions.map(({ kind, from, until }) => {
    const words = { kind: word("kind", kind), from: day(from), until: until && day(until) };
    return sentence(until ? "from-until" : "from-on", words);
  });
  return said.length ? lines(said) : sentence("none-public");
}

/** @param {string[]} values */
function lines(values) {
  return values.length ? make("ul", {}, ...values.map((value) => make("li", {}, value))) : null;
}
