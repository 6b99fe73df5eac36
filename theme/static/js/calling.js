// Whether telephone sale to consumers is allowed at a moment, by Oslo's day and hour. Pure: the moment is given.

/** {allowed, reason}; reason is saturday, sunday, holiday, early, late or open. `holidays` are days as YYYY-MM-DD.
 * @param {Date} moment
 * @param {string[]} holidays
 */
export function saleAllowed(moment, holidays) {
  const { weekday, day, hour } = inOslo(moment);
  if (holidays.includes(day)) return { allowed: false, reason: "holiday" };
  if (weekday === "Sun") return { allowed: false, reason: "sunday" };
  if (weekday === "Sat") return { allowed: false, reason: "saturday" };
  if (hour < 9) return { allowed: false, reason: "early" };
  return hour < 21 ? { allowed: true, reason: "open" } : { allowed: false, reason: "late" };
}

/** @param {Date} moment */
function inOslo(moment) {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: "Europe/Oslo", weekday: "short", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", hourCycle: "h23",
  });
  const part = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
  return { weekday: part.weekday, day: `${part.year}-${part.month}-${part.day}`, hour: Number(part.hour) };
}
