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
