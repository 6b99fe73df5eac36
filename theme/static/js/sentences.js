// The page's own sentences, which its templates hold in the language of the page.

/** The sentence of a name with `{places}` filled in. */
export function sentence(name, values = {}) {
  const words = document.querySelector(`template[data-sentence="${name}"]`).content.textContent;
  return words.replace(/\{(\w+)\}/g, (place, key) => (key in values ? String(values[key]) : place));
}

/** A day YYYY-MM-DD written out as the page's language does. */
export function onDay(day) {
  const locale = { en: "en-GB", nn: "nn-NO" }[document.documentElement.lang] ?? "nb-NO";
  return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
}

/** What the page's language calls a value of a field (`services`, `status` …); the value itself where it has no name. */
export function word(field, value) {
  const named = (words ??= new Map([...document.getElementById("words").content.querySelectorAll("[data-word]")].map((one) => [one.dataset.word, one.textContent])));
  return named.get(`${field}.${value}`) ?? value;
}

let words;

/** Years and months of whole months: `3 år og 2 måneder`. */
export function duration(months) {
  const parts = [[Math.floor(months / 12), "year", "years"], [months % 12, "month", "months"]];
  const said = parts.filter(([count]) => count).map(([count, one, many]) => sentence(count === 1 ? one : many, { count }));
  return said.length ? said.join(sentence("and")) : sentence("under-a-month");
}

/** A number with the language's separators. */
export function figure(number) {
  const locale = { en: "en-GB", nn: "nn-NO" }[document.documentElement.lang] ?? "nb-NO";
  return new Intl.NumberFormat(locale).format(number);
}
