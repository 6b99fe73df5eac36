// Days written YYYY-MM-DD: whether one exists, the reader's own in Oslo, and how many days ago another one was.

/** Whether the text is a day that exists.
 * @param {string} text
 */
export function isDay(text) {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text) || text < "0001") return false;
  const moment = new Date(`${text}T00:00Z`);
  return !Number.isNaN(moment.valueOf()) && moment.toISOString().startsWith(text);
}

/** Today in Oslo by the reader's clock. */
export function today() {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Oslo" }).format(new Date());
}

/** Whole days from `day` to today.
 * @param {string} day
 */
export function daysOld(day) {
  return Math.round((Date.parse(today()) - Date.parse(day)) / 86_400_000);
}
