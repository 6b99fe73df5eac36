// Many organisation numbers at once: a worker reads the list, the buyers' file answers, nothing leaves the browser.

import { about } from "../js/columns.js";
import { buyersFile, save } from "../js/download.js";
import { make } from "../js/elements.js";
import { isDay } from "../js/days.js";
import { answered, LARGEST } from "../js/organisations.js";
import { copy, day as onDay, element, elements, figure, filled, sentence, word } from "../js/page.js";
import { pulse } from "../js/pulse.js";
import { csv } from "../js/sheets.js";
import { inWorker, workbookIn } from "../js/worker.js";

const form = element("#bulk", HTMLFormElement);
const numbers = element("#numbers", HTMLTextAreaElement);
const file = element("#file", HTMLInputElement);
const day = element("#day", HTMLInputElement);
const drop = element("#drop", HTMLElement);
const said = element("#said", HTMLElement);
const saved = element("#saved", HTMLElement);
const result = element("#result", HTMLElement);
const title = element("#result-title", HTMLElement);
const body = element("#checked tbody", HTMLTableSectionElement);
const more = element("#more", HTMLButtonElement);
const { base = "", centre: centrePath = "", buyers = "", worker = "", approved: approving = "" } = form.dataset;
const STEP = 200; // rows shown at a time; a page of ten thousand would stand still
const PATIENCE = 60_000; // milliseconds without a word from the reading
const REASONS = ["check-digit", "not-nine", "no-number", "unregistered"];
/** What the worker found in the list.
 * @type {{items: Item[], heading: string | null} | null}
 */
let read = null;
/** The list answered.
 * @type {{items: Answered[], register: BuyersFile, day: string, heading: string | null} | null}
 */
let checked = null;

pulse().then(({ as_of: asOf }) => {
  day.value ||= asOf;
  day.max = asOf;
}, () => {});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  check(file.files?.[0]);
});
file.addEventListener("input", () => file.files?.[0] && check(file.files[0]));
numbers.addEventListener("input", () => (file.value = ""));
day.addEventListener("input", () => read && isDay(day.value) && answer());
more.addEventListener("click", () => showMore(true));
for (const name of ["dragover", "drop"]) drop.addEventListener(name, (event) => event.preventDefault());
drop.addEventListener("drop", ({ dataTransfer }) => {
  if (dataTransfer?.files[0]) return check(dataTransfer.files[0]);
  numbers.value = dataTransfer?.getData("text") ?? "";
  return check();
});
for (const button of elements("[data-evidence]", HTMLElement)) button.addEventListener("click", () => saveEvidence(button.dataset.evidence ?? ""));

/** @param {File} [chosen] */
async function check(chosen) {
  said.textContent = sentence("reading");
  result.hidden = true;
  read = null;
  if (chosen && chosen.size > LARGEST) return refuse("too-large");
  const bytes = await chosen?.arrayBuffer();
  const message = bytes ? { file: bytes } : { text: numbers.value };
  const { found, unreadable, slow } = await inWorker(worker, message, { transfer: bytes ? [bytes] : [], patience: PATIENCE, tell });
  if (!found) return refuse(slow ? "slow" : (unreadable ?? "not-a-workbook"));
  read = found;
  return answer({ moved: true });
}

/** @param {{count: number, all: number}} progress */
function tell({ count, all }) {
  said.textContent = sentence("reading-lines", { count: figure(count), all: figure(all) });
}

/** @param {string} reason */
function refuse(reason) {
  result.hidden = true;
  said.textContent = sentence(`unreadable-${reason}`);
}

async function answer({ moved = false } = {}) {
  const register = await buyersFile(buyers).catch(() => null);
  if (!register) return refuse("register");
  if (!isDay(day.value) || day.value > register.as_of) return refuse("day");
  const centres = new Map(register.centres.map((centre) => [centre.organisation_number, centre]));
  if (!read) return undefined;
  checked = { items: answered(read.items, centres, day.value), register, day: day.value, heading: read.heading };
  show(checked);
  if (moved) title.focus();
  return undefined;
}

/** @param {NonNullable<typeof checked>} list */
function show({ items, day: chosen, heading }) {
  const first = items.filter((item) => item.again === null);
  const known = first.filter((item) => item.centre);
  const approved = known.filter(({ status }) => approving.split(" ").includes(status ?? ""));
  said.textContent = sentence("done", { count: figure(items.length), approved: figure(approved.length), known: figure(known.length), day: onDay(chosen) });
  element("#heading-line", HTMLElement).textContent = heading ? sentence("heading-line", { text: heading }) : "";
  element("#summary", HTMLElement).replaceChildren(...summary(items, known).flatMap(([term, count]) => [make("dt", {}, term), make("dd", {}, figure(count))]));
  body.replaceChildren();
  result.hidden = false;
  showMore(false);
}

/** [term, count]: all, each status and each reason that occurs, repeated ones counted by themselves.
 * @param {Answered[]} items
 * @param {Answered[]} known
 * @returns {[string, number][]}
 */
function summary(items, known) {
  const statuses = [...new Set(known.map((item) => item.status ?? ""))].sort();
  const count = (/** @type {(item: Answered) => boolean} */ fits) => items.filter((item) => item.again === null && fits(item)).length;
  /** @type {[string, number][]} */
  const rows = [
    [sentence("sum-lines"), items.length],
    ...statuses.map((status) => /** @type {[string, number]} */ ([word("status", status), count((item) => item.status === status)])),
    ...REASONS.map((reason) => /** @type {[string, number]} */ ([sentence(`sum-${reason}`), count((item) => item.reason === reason)])),
    [sentence("sum-again"), items.filter((item) => item.again !== null).length],
  ];
  return rows.filter(([, number], i) => i === 0 || number);
}

/** @param {boolean} moved */
function showMore(moved) {
  const items = checked?.items ?? [];
  const from = body.rows.length;
  body.append(...items.slice(from, from + STEP).map(row));
  more.hidden = body.rows.length >= items.length;
  saved.textContent = more.hidden ? "" : sentence("showing", { count: figure(body.rows.length), all: figure(items.length) });
  if (moved) (body.rows[from]?.querySelector("a") ?? (more.hidden ? title : more)).focus();
}

/** @param {Answered} item */
function row(item) {
  const link = item.centre && make("a", { class: "ds-link", href: base + filled(centrePath, { slug: item.centre.slug }) }, item.centre.name);
  const status = item.status && copy(`template[data-label="${item.status}"]`);
  const attributes = { "data-result": "", "data-status": item.status || "unknown", "data-reason": item.reason };
  return make("tr", attributes, ...[String(item.line), status, link, note(item), item.number, item.written].map((cell) => make("td", {}, cell ?? "")));
}

/** @param {Answered} item */
function note(item) {
  const went = item.status === "transferred" && sentence("went-to", { name: item.centre?.successor?.name });
  const words = [went, item.reason && sentence(`reason-${item.reason}`), item.again !== null && sentence("again", { line: item.again })];
  return words.filter(Boolean).join(" ");
}

/** @param {string} kind */
async function saveEvidence(kind) {
  if (!checked) return;
  const { register, items, day: chosen } = checked;
  const name = `sjekk-${chosen}.${kind}`;
  try {
    if (kind === "csv") save(name, "text/csv", csv([[...headings(), ...PROOF.map((one) => sentence(`column-${one}`))], ...items.map((item) => [...cells(item), ...proof(register, chosen)])]));
    else save(name, "", await evidence(register, items, chosen));
    saved.textContent = sentence("saved", { name });
  } catch {
    saved.textContent = sentence("not-saved");
  }
}

const PROOF = ["day", "as-of", "commit", "address"];

/**
 * @param {BuyersFile} register
 * @param {string} chosen
 * @returns {Cell[]}
 */
function proof(register, chosen) {
  return [{ day: chosen }, { day: register.as_of }, register.commit ?? sentence("unknown"), location.href];
}

function headings() {
  return ["line", "written", "number", "name", "status", "note"].map((name) => sentence(`column-${name}`));
}

/**
 * @param {Answered} item
 * @returns {Cell[]}
 */
function cells(item) {
  return [item.line, item.written, item.number, item.centre?.name ?? null, item.status && word("status", item.status), note(item)];
}

/**
 * @param {BuyersFile} register
 * @param {Answered[]} items
 * @param {string} chosen
 */
async function evidence(register, items, chosen) {
  const sums = summary(items, items.filter((item) => item.centre && item.again === null));
  const terms = about(register, [[sentence("about-day"), { day: chosen }], ...sums]);
  return workbookIn(worker, [
    { name: sentence("sheet-checked"), rows: [headings(), ...items.map(cells)], widths: [8, 40, 20, 36, 30, 60], heading: 1 },
    { name: sentence("sheet-about"), rows: terms, widths: [34, 90], heading: 0 },
  ]);
}
