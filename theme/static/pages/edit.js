// The forms in which changes are proposed. What is typed stays in the page until the reader opens the filled-in form.

import { isDay } from "../js/days.js";
import { notAllowed, stateOn } from "../js/faults.js";
import { fetchedJson } from "../js/fetched.js";
import { day as spoken, element, elements, filled as fill } from "../js/page.js";
import { pulse } from "../js/pulse.js";
import { address, calledSo, effect, meetingAddress, minute, propose } from "../js/proposal.js";
import { called, centres } from "../js/reading.js";

const root = element("#edit", HTMLElement);
const sentences = Object.fromEntries(elements("template[data-sentence]", HTMLTemplateElement).map((one) => [one.dataset.sentence, one.content.textContent]));
const which = element("#which", HTMLFormElement);
const field = element("#centre", HTMLInputElement);
const standing = element("#standing", HTMLElement);
const result = element("#result", HTMLElement);
const written = element("code", HTMLElement, result);
const copied = element("#said", HTMLElement);
const meeting = element("#meeting", HTMLElement);
const minutes = element("code", HTMLElement, meeting);
const forms = Object.fromEntries(elements("form[data-act]", HTMLFormElement).map((form) => [form.dataset.act, form]));
const choices = elements("button[data-choose]", HTMLButtonElement, root);
/** Where the page says that things are.
 * @type {{known?: string, validator?: string, centre?: string, repository?: string}}
 */
const { known: knownPath = "", validator: validatorPath = "", centre: centrePath = "", repository = "" } = root.dataset;
let known;
let validators;
/** The centre that is chosen, as its file says.
 * @type {any}
 */
let centre = null;
/** The act and the proposal that the page shows, and the centre it is about.
 * @type {any}
 */
let shownNow = null;
/** The numbers that are published, without those of the meeting.
 * @type {any}
 */
let published = null;
/** What is decided in the meeting so far.
 * @type {{text: string, date: string, struck: string[], says: string}[]}
 */
const agreed = [];
let file;

start().catch(() => {
  root.hidden = false;
  standing.textContent = sentences.failed;
});

async function start() {
  const [facts, { as_of: day }, checking] = await Promise.all([fetchedJson(knownPath), pulse(), import(String(new URL(validatorPath, location.href)))]);
  known = { ...facts, as_of: day, named: true };
  known.sentences.missing = sentences.missing; // whoever fills in a form has never seen what the fields are called in a file
  validators = checking;
  const list = known.centres.map((one) => new Option(called(one), called(one)));
  element("#centres", HTMLElement).append(...list);
  which.addEventListener("submit", choose);
  root.addEventListener("input", stale);
  root.addEventListener("change", adapt);
  for (const button of choices) button.addEventListener("click", () => open(button.dataset.choose));
  for (const form of Object.values(forms)) form.addEventListener("submit", submit);
  element("#copy", HTMLElement).addEventListener("click", () => copy(written, copied));
  element("#copy-meeting", HTMLElement).addEventListener("click", () => copy(minutes, element("#said-meeting", HTMLElement)));
  element("#add", HTMLElement).addEventListener("click", add);
  root.hidden = false;
  const asked = new URLSearchParams(location.search);
  const [who, form] = [asked.get("senter"), choices.find((one) => one.dataset.choose === asked.get("skjema"))];
  if (who) await take(who);
  if (form && (centre || !who)) enter(form, asked.get("slag") ?? "");
}

/** The form that the page's address asks for, with its kind chosen; when it cannot be used now, why. */
function enter(button, kind) {
  const name = button.dataset.choose;
  if (button.disabled) {
    const why = element("[data-lead]", HTMLElement, button.parentElement ?? root).textContent;
    standing.append(` ${button.textContent}: ${centre ? why : sentences.first}`);
    return which.scrollIntoView();
  }
  open(name);
  const { kind: kinds } = forms[name].elements;
  if (!kind || !kinds || ![...kinds.options].some((one) => one.value === kind)) return;
  kinds.value = kind;
  fit(forms[name], known.acts[name]);
}

// --- Which centre, and what can be done ---------------------------------------------------------------------------

async function choose(event) {
  event.preventDefault();
  await take(field.value.trim());
}

async function take(asked) {
  const several = asked ? centres(asked, known.centres, known.reading) : [];
  const [found] = several.length === 1 ? several : [];
  centre = null;
  close();
  const names = several.map((one) => `«${called(one)}»`).join(", ");
  const wrong = several.length ? fill(sentences.several, { asked, names }) : fill(sentences.unknown, { asked });
  tell(field, found ? "" : asked ? wrong : sentences.first);
  if (!found) {
    offer();
    return field.focus();
  }
  try {
    centre = await fetchedJson(fill(centrePath, { slug: found[0] }));
  } catch {
    return tell(field, sentences.failed);
  }
  field.value = called(found);
  const status = stateOn(centre, known.as_of)?.status ?? known.never;
  standing.textContent = fill(sentences.standing, { name: centre.name, status: known.statuses[status] });
  offer();
}

/** Every act can be chosen that is possible on the register's day; the others say why not. */
function offer() {
  for (const button of choices) {
    const act = known.acts[button.dataset.choose ?? ""];
    const why = element("[data-lead]", HTMLElement, button.parentElement ?? root);
    const refused = act.kinds.map((kind) => centre && notAllowed(kind, centre, known.as_of, known, sentences["no-appeal"]));
    const possible = act.new || (centre && (!act.kinds.length || refused.some((sentence) => !sentence)));
    button.disabled = !possible;
    why.textContent = possible || !centre ? why.dataset.lead ?? "" : inWords(refused[0]);
  }
}

// --- One form -----------------------------------------------------------------------------------------------------

function close() {
  for (const form of Object.values(forms)) form.hidden = true;
  result.hidden = true;
}

function open(name) {
  close();
  const form = forms[name];
  const act = known.acts[name];
  form.reset();
  if (form.elements.date) form.elements.date.value = spoken(known.as_of);
  if (form.elements.kind) kinds(form, act);
  if (form.querySelector(".edit-now")) present(form);
  show(form, []);
  fit(form, act);
  form.hidden = false;
  form.querySelector("h2").focus();
}

/** Only the kinds that are possible, the one that is alone chosen already. */
function kinds(form, act) {
  const possible = act.kinds.filter((kind) => !notAllowed(kind, act.new ? null : centre, known.as_of, known, sentences["no-appeal"]));
  const [none] = form.elements.kind.options;
  form.elements.kind.replaceChildren(none, ...possible.map((kind) => new Option(known.kinds[kind].label, kind)));
  if (possible.length === 1) form.elements.kind.value = possible[0];
}

/** Only the questions that the kind of decision has. */
function fit(form, act) {
  if (!act.kinds.length) return;
  const kind = known.kinds[form.elements.kind.value];
  const own = known.yaml.order.filter((name) => name !== "id");
  for (const part of form.querySelectorAll("[data-field]")) {
    const name = part.dataset.field.replace(/_(nb|en)$/, "");
    part.hidden = own.includes(name) && !(kind?.allowed ?? ["kind", "date"]).includes(name);
    const mark = part.querySelector("[data-voluntary]");
    if (mark) mark.hidden = Boolean(kind?.required.includes(name) && !part.dataset.field.endsWith("_en"));
  }
  const concerns = form.elements.concerns;
  if (!concerns || !centre) return;
  const numbers = centre.concerns[form.elements.kind.value] ?? [];
  const called = (id) => `${id}: ${known.kinds[centre.decisions[id].kind].label}, ${spoken(centre.decisions[id].date)}`;
  concerns.replaceChildren(concerns.options[0], ...numbers.map((id) => new Option(called(id), id)));
}

function adapt(event) {
  const form = event.target.closest("form[data-act]");
  if (!form) return;
  if (event.target.name === "kind") fit(form, known.acts[form.dataset.act]);
  if (event.target.name === "field") suggest(form);
  if (event.target.name === "concerns" && form.elements.kind.value === "correction")
    form.elements.change.value = (centre.decisions[event.target.value]?.lines ?? []).join("\n");
}

/** The values that stand in the record now. */
function present(form) {
  const rows = [...form.elements.field.options].filter((option) => option.value).flatMap((option) => {
    const [term, values] = [document.createElement("dt"), document.createElement("dd")];
    term.textContent = option.text;
    values.textContent = centre.details[option.value].map((value) => calledSo(option.value, value, known)).join(", ") || sentences.none;
    return [term, values];
  });
  form.querySelector("dl").replaceChildren(...rows);
}

function suggest(form) {
  const name = form.elements.field.value;
  const values = (centre.details[name] ?? []).map((value) => calledSo(name, value, known));
  form.querySelector("datalist").replaceChildren(...values.map((value) => new Option(value, value)));
  form.elements.old.value = values.length === 1 ? values[0] : "";
}

function answersOf(form) {
  const many = new Set([...form.querySelectorAll("fieldset")].map((set) => set.dataset.field));
  const given = [...new FormData(form).entries()].filter(([name]) => !many.has(name));
  const shown = given.filter(([name]) => !form.querySelector(`[data-field="${name}"]`).hidden);
  const chosen = [...many].map((name) => [name, new FormData(form).getAll(name)]);
  return Object.fromEntries([...shown, ...chosen.filter(([name]) => !form.querySelector(`[data-field="${name}"]`).hidden)]);
}

function submit(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const proposal = propose(form.dataset.act, answersOf(form), { known, centre, validators, sentences });
  show(form, proposal.faults);
  if (proposal.faults.length) form.querySelector(".edit-summary").focus();
  else tellResult(form.dataset.act, proposal);
}

// --- What is wrong ------------------------------------------------------------------------------------------------

/** The question that a fault is about. */
function questionOf(form, place) {
  const steps = place[0] === "decisions" ? place.slice(2) : place[0] === "address" && place.length > 1 ? place.slice(1) : place;
  const names = [steps.slice(0, 2).join("_"), `${steps[0]}_nb`, steps[0], "kind"];
  const name = names.find((one) => form.querySelector(`[data-field="${one}"]:not([hidden])`));
  return form.querySelector(`[data-field="${name}"]`) ?? form.querySelector("[data-field]");
}

function show(form, faults) {
  result.hidden = true;
  for (const control of form.querySelectorAll("[aria-describedby]")) tell(control, "");
  const told = new Map();
  for (const fault of faults) {
    const question = questionOf(form, fault.place);
    told.set(question, [...(told.get(question) ?? []), inWords(fault.message)]);
  }
  const summary = form.querySelector(".edit-summary");
  const rows = [...told].map(([question, messages]) => {
    const control = question.matches("fieldset") ? question : question.querySelector(".ds-input");
    tell(control, messages.join(" "));
    const link = document.createElement("a");
    link.className = "ds-link";
    link.href = `#${control.id}`;
    link.textContent = messages.join(" ");
    link.addEventListener("click", (event) => {
      event.preventDefault();
      control.focus();
    });
    const item = document.createElement("li");
    item.append(link);
    return item;
  });
  summary.querySelector("ul").replaceChildren(...rows);
  summary.hidden = !rows.length;
}

/** A sentence whose days are written as a file has them, with the days as people write them. */
const inWords = (sentence) => sentence.replace(/(?<![«“])\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b/g, (day) => (isDay(day) ? spoken(day) : day));

function tell(control, message) {
  const place = element(`#${CSS.escape(`${control.id}-error`)}`, HTMLElement);
  place.textContent = message;
  place.hidden = !message;
  if (control.matches("fieldset")) return;
  if (message) control.setAttribute("aria-invalid", "true");
  else control.removeAttribute("aria-invalid");
}

// --- What it will be ----------------------------------------------------------------------------------------------

function stale(event) {
  if (!event.target.closest("#result")) result.hidden = true;
}

function tellResult(act, proposal) {
  const about = known.acts[act].new ? null : centre;
  shownNow = { act, proposal, about };
  element("#add", HTMLElement).hidden = !about || !proposal.item || proposal.item.kind === "transfer";
  element("#effect", HTMLElement).textContent = [said(act, proposal, about), proposal.number && fill(sentences.number, { number: proposal.number })].filter(Boolean).join(" ");
  element("#where", HTMLElement).textContent = proposal.detail ? "" : fill(sentences[proposal.whole ? "file" : "block"], { file: `registry/centres/${proposal.file}` });
  written.textContent = proposal.written;
  const filled = repository && address(act, proposal.said, about, { known, repository });
  const link = element("#send a", HTMLAnchorElement);
  element("#send", HTMLElement).hidden = !filled;
  if (filled) link.href = filled;
  const instead = element("#instead", HTMLElement);
  instead.hidden = Boolean(filled);
  instead.textContent = repository ? sentences["too-long"] : sentences["no-repository"];
  if (repository && !filled) instead.append(" ", formLink(repository, act));
  if (file) URL.revokeObjectURL(file);
  file = URL.createObjectURL(new Blob([proposal.written], { type: "application/yaml" }));
  Object.assign(element("#download", HTMLAnchorElement), { href: file, download: proposal.whole ? proposal.file : `${act}-${proposal.file}` });
  copied.textContent = "";
  result.hidden = false;
  element("#result-title", HTMLElement).focus();
}

function formLink(repository, act) {
  const link = document.createElement("a");
  Object.assign(link, { className: "ds-link", rel: "noopener external", textContent: known.acts[act].title });
  link.href = `${repository}/issues/new?template=${known.acts[act].template}`;
  return link;
}

/** What the proposal does, in plain words. */
function said(act, proposal, about) {
  const name = about?.name ?? proposal.said.name;
  if (proposal.detail) {
    const title = forms[act].elements.field.selectedOptions[0].text;
    const renamed = proposal.said.field === "name" && proposal.said.old && proposal.said.new && !proposal.said.since;
    return [fill(sentences.detail, { name, title }), renamed && sentences.misspelt].filter(Boolean).join(" ");
  }
  if (proposal.item.kind === "correction") return fill(sentences.correction, { name });
  if (proposal.item.kind === "transfer")
    return fill(sentences.transfer, { name, number: proposal.item.successor, day: spoken(proposal.item.effective ?? proposal.item.date) });
  if (proposal.item.outcome === "overturned") return fill(sentences.ruling, { name });
  const { before, after, day: from, until } = effect(proposal.item, about, known);
  const badge = known.badges[after];
  const values = { name, before: known.statuses[before], after: known.statuses[after], badge, day: spoken(from) };
  const seen = badge === known.badges[before] ? "change-within" : "change";
  const change = before === after ? (until ? "longer" : "same") : about ? seen : "new";
  return [fill(sentences[change], values), until && fill(sentences.until, { day: spoken(until) })].filter(Boolean).join(" ");
}

// --- A meeting: several decisions in one proposal ------------------------------------------------------------------

function add() {
  const { act, proposal, about } = shownNow;
  const label = known.kinds[proposal.item.kind].label;
  const struck = proposal.item.change?.void === true ? [proposal.item.concerns] : [];
  agreed.push({ text: minute(proposal.said, about, known), date: proposal.item.date, struck, says: `${label}. ${said(act, proposal, about)}` });
  close();
  showMeeting();
  element("#meeting-title", HTMLElement).focus();
}

/** The decisions so far; the next one's number comes after theirs, and what they strike out is struck out. */
function showMeeting() {
  published ??= known.numbers;
  known.numbers = { ...published };
  known.struck = agreed.flatMap((one) => one.struck);
  for (const { date } of agreed) known.numbers[date.slice(0, 4)] = (known.numbers[date.slice(0, 4)] ?? 0) + 1;
  element("ol", HTMLElement, meeting).replaceChildren(...agreed.map(agreedRow));
  const texts = agreed.map((one) => one.text);
  minutes.textContent = texts.join("\n");
  const filledIn = repository && agreed.length ? meetingAddress(texts, agreed[0].date, { known, repository }) : null;
  element("#send-meeting", HTMLElement).hidden = !filledIn;
  if (filledIn) element("#send-meeting a", HTMLAnchorElement).href = filledIn;
  const instead = element("#instead-meeting", HTMLElement);
  instead.hidden = Boolean(filledIn);
  instead.textContent = repository ? sentences["too-long"] : sentences["no-repository"];
  meeting.hidden = !agreed.length;
}

function agreedRow(one) {
  const [item, button] = [document.createElement("li"), document.createElement("button")];
  Object.assign(button, { type: "button", className: "ds-button", textContent: sentences.remove });
  button.dataset.variant = "tertiary";
  button.setAttribute("aria-label", `${sentences.remove}: ${one.says}`);
  button.addEventListener("click", () => {
    agreed.splice(agreed.indexOf(one), 1);
    showMeeting();
    (agreed.length ? element("#meeting-title", HTMLElement) : field).focus();
  });
  item.append(`${one.says} `, button);
  return item;
}

async function copy(code, place) {
  try {
    await navigator.clipboard.writeText(code.textContent);
    place.textContent = sentences.copied;
  } catch {
    place.textContent = sentences["not-copied"];
    getSelection()?.selectAllChildren(code);
  }
}
