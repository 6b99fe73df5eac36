// What every script needs of its page: its elements and templates, and sentences, days and words in the page's language.

/** The one element that a selector finds, of the kind that it must be. Throws when the page has none.
 * @template {Element} T
 * @param {string} selector
 * @param {new () => T} kind
 * @param {ParentNode} [within]
 * @returns {T}
 */
export function element(selector, kind, within = document) {
  const found = within.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`the page has no ${selector}`);
  return found;
}

/** Every element that a selector finds, of one kind.
 * @template {Element} T
 * @param {string} selector
 * @param {new () => T} kind
 * @param {ParentNode} [within]
 * @returns {T[]}
 */
export function elements(selector, kind, within = document) {
  return [...within.querySelectorAll(selector)].flatMap((found) => (found instanceof kind ? [found] : []));
}

/** The sentence of a name with `{places}` filled in.
 * @param {string} name
 * @param {Record<string, unknown>} [values]
 * @param {ParentNode} [within]
 */
export function sentence(name, values = {}, within = document) {
  return filled(element(`template[data-sentence="${name}"]`, HTMLTemplateElement, within).content.textContent ?? "", values);
}

/** Words with every `{place}` that has a value replaced by it.
 * @param {string} words
 * @param {Record<string, unknown>} values
 */
export function filled(words, values) {
  return words.replace(/\{(\w+)\}/g, (place, name) => (values[name] === undefined || values[name] === null ? place : String(values[name])));
}

/** The page's way of writing days and numbers, or another, and bokmål's after it: not every browser knows Nynorsk, and its own language would be a third one. */
function locales(locale = document.documentElement.dataset.locale ?? "") {
  return [locale, "nb-NO"].filter(Boolean);
}

/** A day YYYY-MM-DD, or the day of a moment in a time zone, written out as a locale does: the page's, when no other is asked for.
 * @param {string} written
 * @param {string} [timeZone]
 * @param {string} [locale]
 */
export function day(written, timeZone = "UTC", locale) {
  return kept(`day ${timeZone} ${locale}`, () => new Intl.DateTimeFormat(locales(locale), { dateStyle: "long", timeZone })).format(new Date(written));
}

/** A number with the language's separators.
 * @param {number} number
 */
export function figure(number) {
  return kept("figure", () => new Intl.NumberFormat(locales())).format(number);
}

/** @type {Map<string, any>} */
const formats = new Map();

/** What writes days and figures is made once: making it takes longer than writing a hundred.
 * @template T
 * @param {string} name
 * @param {() => T} make
 * @returns {T}
 */
function kept(name, make) {
  if (!formats.has(name)) formats.set(name, make());
  return formats.get(name);
}

/** Years and months of whole months: `3 år og 2 måneder`.
 * @param {number} months
 */
export function duration(months) {
  const years = { count: Math.floor(months / 12), one: "year", many: "years" };
  const rest = { count: months % 12, one: "month", many: "months" };
  const said = [years, rest].filter(({ count }) => count).map(({ count, one, many }) => sentence(count === 1 ? one : many, { count }));
  return said.length ? said.join(sentence("and")) : sentence("under-a-month");
}

/** What the page's language calls a value of a field (`services`, `status` …); the value itself where it has no name.
 * @param {string} field
 * @param {string} value
 */
export function word(field, value) {
  words ??= new Map(elements("[data-word]", HTMLElement, element("#words", HTMLTemplateElement).content).map((one) => [one.dataset.word, one.textContent]));
  return words.get(`${field}.${value}`) ?? value;
}

/** @type {Map<string | undefined, string> | undefined} */
let words;

/** The values of a field in a row: only the first has a capital, but in English a language keeps its own, and so does a short form.
 * @param {string} field
 * @param {string[]} values
 */
export function series(field, values) {
  const kept = (/** @type {string} */ called) => document.documentElement.lang === "en" || (called[1]?.toUpperCase() === called[1] && called[1] !== "-");
  const called = values.map((value) => word(field, value));
  return called.map((one, i) => (i === 0 || kept(one) ? one : one.slice(0, 1).toLowerCase() + one.slice(1))).join(", ");
}

/** A new copy of what is in a template, which is one element, in the page's own document, so that its links know where they lead.
 * @param {string} selector
 * @param {ParentNode} [within]
 */
export function copy(selector, within = document) {
  const made = element(selector, HTMLTemplateElement, within).content.firstElementChild;
  if (!(made instanceof HTMLElement)) throw new Error(`the template ${selector} is empty`);
  return document.importNode(made, true);
}

/** Write words in the slot of a name, or take the slot away when there are none.
 * @param {HTMLElement} piece
 * @param {string} name
 * @param {string | null | undefined} words
 */
export function fill(piece, name, words) {
  const slot = piece.querySelector(`[data-fill="${name}"]`);
  if (slot && words) slot.textContent = words;
  else slot?.remove();
}

/** Put a piece where the slot of a name is, or take the slot away when there is none.
 * @param {HTMLElement} piece
 * @param {string} name
 * @param {Node | null | undefined} content
 */
export function place(piece, name, content) {
  const slot = piece.querySelector(`[data-fill="${name}"]`);
  if (content) slot?.replaceWith(content);
  else slot?.remove();
}

/** Let the links to the other languages lead to the same question.
 * @param {string} search
 */
export function keepInLanguages(search) {
  for (const link of elements("a[data-language][hreflang]", HTMLAnchorElement)) link.search = search;
}
