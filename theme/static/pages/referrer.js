// "You came from …": whether the site the reader came from is one of the centre's registered ones. What the browser
// tells about that stays in the browser. Without a referrer nothing is said, for nothing is known.

import { openedAt } from "../js/asked.js";
import { isAt } from "../js/fits.js";
import { element, elements } from "../js/page.js";

const box = element("#came-from", HTMLElement);
const from = /^https?:/.test(document.referrer) && new URL(document.referrer).host !== location.host ? openedAt(document.referrer) : null;
if (from) tell(from);

/** @param {{host: string, path: string}} from */
function tell({ host, path }) {
  const sites = (box.dataset.hosts ?? "").split(" ").filter(Boolean).flatMap((site) => openedAt(`https://${site}`) ?? []);
  const own = sites.map((site) => [site.host, site.path]);
  const words = element(`template[data-came="${verdict(own, host, path)}"]`, HTMLTemplateElement, box).content.cloneNode(true);
  for (const place of elements("[data-host]", HTMLElement, /** @type {DocumentFragment} */ (words))) place.textContent = host;
  box.dataset.registered = String(own.some((site) => isAt(host, path, site)));
  box.append(words);
  box.hidden = false;
}

/** registered; shared, when only a page on the same host is registered, and browsers tell no more than the host; or foreign.
 * @param {string[][]} own
 * @param {string} host
 * @param {string} path
 */
function verdict(own, host, path) {
  if (own.some((site) => isAt(host, path, site))) return "registered";
  return own.some(([ownHost, ownPath]) => ownPath && ownHost === host) ? "shared" : "foreign";
}
