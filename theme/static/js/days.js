// The reader's day in Oslo, and how many days ago another one was.

/** Today in Oslo by the reader's clock, as YYYY-MM-DD. */
export function today() {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Oslo" }).format(new Date());
}

/** Whole days from `day` to today. */
export function daysOld(day) {
  return Math.round((Date.parse(today()) - Date.parse(day)) / 86_400_000);
}
