// "Are they allowed to call me now?": the verdict follows the reader's clock, read as Oslo's. A list of holidays that has
// run out gives no verdict at all, only the rule that always stands on the page.

import { saleAllowed } from "../js/calling.js";
import { element } from "../js/page.js";

const box = element("#now", HTMLElement);
const { holidays: listed = "" } = box.dataset;
const holidays = listed.split(" ");
const [first, last] = [holidays[0], holidays[holidays.length - 1]].map((day) => day.slice(0, 4));

function tell() {
  const moment = new Date();
  const { allowed, reason } = saleAllowed(moment, holidays);
  const year = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Oslo", year: "numeric" }).format(moment);
  if (year > last || year < first) return;
  const said = (/** @type {string} */ name) => element(`template[data-now="${name}"]`, HTMLTemplateElement, box).content;
  element("[data-verdict]", HTMLElement, box).replaceChildren(said(allowed ? "yes" : "no").cloneNode(true));
  element("[data-reason]", HTMLElement, box).textContent = said(reason).textContent;
  box.dataset.allowed = String(allowed);
}

tell();
setInterval(tell, 20_000);
