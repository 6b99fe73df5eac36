// What a complaint or a report is about: the number, name or address of the answer that led here, told on the page and
// put into the letters that its links begin.

import { filled, element, elements } from "../js/page.js";
import { read, spaced } from "../js/asked.js";

const LONGEST = 200;
const box = element("#about", HTMLElement);
const given = (new URLSearchParams(location.search).get("om") ?? "").slice(0, LONGEST).trim();
const [item] = read(given);

if (item.kind !== "empty") {
  const what = ["phone", "organisation", "number"].includes(item.kind) ? spaced(item.value) : given;
  box.textContent = filled(box.dataset.words ?? "", { what });
  box.hidden = false;
  for (const link of elements('main a[href^="mailto:"]', HTMLAnchorElement)) link.href += `?${mail(what)}`;
  for (const link of elements("[data-language][hreflang]", HTMLAnchorElement)) link.search = location.search;
}

/** @param {string} what */
function mail(what) {
  const subject = `${document.querySelector("h1")?.textContent}: ${what}`;
  return `subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(`${box.textContent}\n\n`)}`;
}
