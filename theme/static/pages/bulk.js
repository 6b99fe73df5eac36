// Many organisation numbers at once: a worker reads the list, the buyers' file answers, nothing leaves the browser.

import { about } from "../js/columns.js";
import { buyersFile, save } from "../js/download.js";
import { make } from "../js/elements.js";
import { isDay } from "../js/facets.js";
import { answered, LARGEST } from "../js/organisations.js";
import { figure, onDay, sentence, word } from "../js/sentences.js";
import { csv } from "../js/sheets.js";
import { inWorker, workbookIn } from "../js/worker.js";

const form = document.getElementById("bulk");
const [numbers, file, day, drop] = ["numbers", "file", "day", "drop"].map((id) => document.getElementById(id));
const said = document.getElementById("said");
const result = document.getElementById("result");
const body = document.getElementById("checked").tBodies[0];
const more = document.getElementById("more");
const STEP = 200; // rows shown at a time; a page of ten thousand would stand still
const PATIENCE = 20_000; // milliseconds that reading may take
const REASONS = ["check-digit", "not-nine", "no-number", "unregistered"];
let read = null; // what the worker found in the list
let checked = null; // {items, register, day}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  check(file.files[0] ?? null);
});
file.addEventListener("input", () => file.files[0] && check(file.files[0]));
numbers.addEventListener("input", () => (file.value = ""));
day.addEventListener("input", () => read && isDay(day.value) && answer());
more.addEventListener("click", () => showMore(true));
for (const name of ["dragover", "drop"]) drop.addEventListener(name, (event) => event.preventDefault());
drop.addEventListener("drop", ({ dataTransfer }) => {
  const [dropped] = dataTransfer.files;
  if (dropped) return check(dropped);
  numbers.value = dataTransfer.getData("text");
  return check(null);
});
for (const button of document.querySelectorAll("[data-evidence]")) button.addEventListener("click", () => saveEvidence(button.dataset.evidence));

async function check(chosen) {
  said.textContent = sentence("reading");
  result.hidden = true;
  read = null;
  if (chosen?.size > LARGEST) return refuse("too-large");
  const message = chosen ? { file: await chosen.arrayBuffer() } : { text: numbers.value };
  const { found, unreadable, slow } = await inWorker(form.dataset.worker, message, { transfer: chosen ? [message.file] : [], patience: PATIENCE });
  if (!found) return refuse(slow ? "slow" : (unreadable ?? "not-a-workbook"));
  read = found;
  return answer({ moved: true });
}

function refuse(reason) {
  result.hidden = true;
  said.textContent = sentence(`unreadable-${reason}`);
}

async function answer({ moved = false } = {}) {
  if (!isDay(day.value) || day.value > form.dataset.asOf) return refuse("day");
  const register = await buyersFile(form.dataset.buyers).catch(() => null);
  if (!register) return refuse("register");
  const centres = new Map(register.centres.map((centre) => [centre.organisation_number, centre]));
  checked = { items: answered(read.items, centres, day.value), register, day: day.value };
  show();
  if (moved) document.getElementById("result-title").focus();
  return undefined;
}

function show() {
  const { items } = checked;
  const first = items.filter((item) => item.again === null);
  const known = first.filter((item) => item.centre);
  const approved = known.filter(({ status }) => status === "approved" || status === "warned");
  said.textContent = sentence("done", { count: figure(items.length), approved: figure(approved.length), known: figure(known.length), day: onDay(checked.day) });
  document.getElementById("heading-line").textContent = read.heading ? sentence("heading-line", { text: read.heading }) : "";
  document.getElementById("summary").replaceChildren(...summary(items, known).flatMap(([term, count]) => [make("dt", {}, term), make("dd", {}, figure(count))]));
  body.replaceChildren();
  result.hidden = false;
  showMore(false);
}

/** [term, count]: all, each status and each reason that occurs, repeated ones counted by themselves. */
function summary(items, known) {
  const statuses = [...new Set(known.map((item) => item.status))].sort();
  const count = (fits) => items.filter((item) => item.again === null && fits(item)).length;
  const rows = [
    [sentence("sum-lines"), items.length],
    ...statuses.map((status) => [word("status", status), count((item) => item.status === status)]),
    ...REASONS.map((reason) => [sentence(`sum-${reason}`), count((item) => item.reason === reason)]),
    [sentence("sum-again"), items.filter((item) => item.again !== null).length],
  ];
  return rows.filter(([, number], i) => i === 0 || number);
}

function showMore(moved) {
  const from = body.rows.length;
  body.append(...checked.items.slice(from, from + STEP).map(row));
  more.hidden = body.rows.length >= checked.items.length;
  document.getElementById("saved").textContent = more.hidden ? "" : sentence("showing", { count: figure(body.rows.length), all: figure(checked.items.length) });
  if (moved) (body.rows[from]?.querySelector("a") ?? (more.hidden ? document.getElementById("result-title") : more)).focus();
}

function row(item) {
  const { language, base } = form.dataset;
  const link = item.centre && make("a", { class: "ds-link", href: `${base}${language}sentre/${item.centre.slug}/` }, item.centre.name);
  const status = item.status && document.querySelector(`template[data-label="${item.status}"]`).content.cloneNode(true);
  const attributes = { "data-result": "", "data-status": item.status || "unknown", "data-reason": item.reason };
  return make("tr", attributes, ...[String(item.line), item.written, item.number, link, status, note(item)].map((cell) => make("td", {}, cell ?? "")));
}

function note(item) {
  const words = [item.reason && sentence(`reason-${item.reason}`), item.again !== null && sentence("again", { line: item.again })];
  return words.filter(Boolean).join(" ");
}

async function saveEvidence(kind) {
  const { register, items } = checked;
  const name = `sjekk-${checked.day}.${kind}`;
  const words = document.getElementById("saved");
  try {
    if (kind === "csv") save(name, "text/csv", csv([[...headings(), ...PROOF.map((one) => sentence(`column-${one}`))], ...items.map((item) => [...cells(item), ...proof(register)])]));
    else save(name, "", await evidence(register, items));
    words.textContent = sentence("saved", { name });
  } catch {
    words.textContent = sentence("not-saved");
  }
}

const PROOF = ["day", "as-of", "commit", "address"];

function proof(register) {
  return [{ day: checked.day }, { day: register.as_of }, register.commit ?? sentence("unknown"), location.href];
}

function headings() {
  return ["line", "written", "number", "name", "status", "note"].map((name) => sentence(`column-${name}`));
}

function cells(item) {
  return [item.line, item.written, item.number, item.centre?.name ?? null, item.status && word("status", item.status), note(item)];
}

async function evidence(register, items) {
  const sums = summary(items, items.filter((item) => item.centre && item.again === null));
  const terms = about(register, [[sentence("about-day"), { day: checked.day }], ...sums]);
  return workbookIn(form.dataset.worker, [
    { name: sentence("sheet-about"), rows: terms, widths: [34, 90], heading: 0 },
    { name: sentence("sheet-checked"), rows: [headings(), ...items.map(cells)], widths: [8, 40, 20, 36, 30, 60], heading: 1 },
  ]);
}
