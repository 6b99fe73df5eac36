// "Are they allowed to call me now?": the verdict follows the reader's clock, read as Oslo's. A list of holidays that has
// run out gives no verdict at all, only the rule that always stands on the page.

import { saleAllowed } from "../js/calling.js";

const box = document.getElementById("now");
const holidays = box.dataset.holidays.split(" ");
const last = holidays.at(-1).slice(0, 4);

function tell() {
  const moment = new Date();
  const { allowed, reason } = saleAllowed(moment, holidays);
  const year = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Oslo", year: "numeric" }).format(moment);
  if (year > last || year < holidays[0].slice(0, 4)) return;
  const words = (name) => box.querySelector(`template[data-now="${name}"]`).content.textContent;
  box.querySelector("[data-verdict]").replaceChildren(box.querySelector(`template[data-now="${allowed ? "yes" : "no"}"]`).content.cloneNode(true));
  box.querySelector("[data-reason]").textContent = words(reason);
  box.dataset.allowed = String(allowed);
}

tell();
setInterval(tell, 20_000);
