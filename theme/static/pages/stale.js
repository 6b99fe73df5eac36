// A page that is older than a day says so itself: a build that stopped coming must not go unnoticed.

import { daysOld } from "../js/days.js";
import { element, filled } from "../js/page.js";

const bar = element("#stale", HTMLElement);
const { asOf = "", words = "" } = bar.dataset;
const count = daysOld(asOf);
if (count > 1) {
  element("span", HTMLElement, bar).textContent = filled(words, { count });
  bar.hidden = false;
}
