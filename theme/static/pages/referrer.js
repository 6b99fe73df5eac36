// "You came from …": whether the site the reader came from is one of the centre's registered ones. What the browser
// tells about that stays in the browser. Without a referrer nothing is said, for nothing is known.

import { element, elements } from "../js/page.js";

const box = element("#came-from", HTMLElement);
const bare = (/** @type {string} */ host) => host.toLowerCase().replace(/^www\./, "");

/** @param {string} address */
function hostOf(address) {
  try {
    const url = new URL(address);
    return /^https?:$/.test(url.protocol) && url.host !== location.host ? url.hostname : "";
  } catch {
    return "";
  }
}

const from = bare(hostOf(document.referrer));
if (from) {
  const own = (box.dataset.hosts ?? "").split(" ").filter(Boolean).map(bare);
  const registered = own.some((host) => from === host || from.endsWith(`.${host}`));
  const words = element(`template[data-came="${registered ? "registered" : "foreign"}"]`, HTMLTemplateElement, box).content.cloneNode(true);
  for (const place of elements("[data-host]", HTMLElement, /** @type {DocumentFragment} */ (words))) place.textContent = from;
  box.dataset.registered = String(registered);
  box.append(words);
  box.hidden = false;
}
