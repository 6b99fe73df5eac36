// How new a page is: the day on which the register was last checked, in the page's own words, and a warning when that is
// more than a day ago, or when nobody can tell and the page has passed its own last day.

import { daysOld, today } from "../js/days.js";
import { day, element, elements, filled } from "../js/page.js";
import { pulse } from "../js/pulse.js";

const bar = element("#stale", HTMLElement);
const { until = "", words = "", over = "" } = bar.dataset;

pulse().then(({ as_of: asOf }) => {
  for (const place of elements("[data-checked]", HTMLElement)) {
    place.textContent = filled(place.dataset.checked ?? "", { day: day(asOf) });
  }
  const count = daysOld(asOf);
  if (count > 1) warn(words, { count });
}, () => {
  if (today() > until) warn(over, { day: day(until) });
});

/**
 * @param {string} said
 * @param {Record<string, unknown>} values
 */
function warn(said, values) {
  element("span", HTMLElement, bar).textContent = filled(said, values);
  bar.hidden = false;
}
