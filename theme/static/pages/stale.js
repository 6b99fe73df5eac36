// A page that is older than a day says so itself: a build that stopped coming must not go unnoticed.

import { daysOld } from "../js/days.js";

const bar = document.getElementById("stale");
const days = daysOld(bar.dataset.asOf);
if (days > 1) {
  bar.querySelector("span").textContent = bar.dataset.words.replace("{count}", days);
  bar.hidden = false;
}
