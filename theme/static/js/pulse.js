// When the register was last checked: one small file that is new every night, for pages that are written only when they change.

import { element } from "./page.js";

/** What the site says of itself, asked for once a visit, and never answered from the browser's own cache.
 * @returns {Promise<{as_of: string, generated_at: string, commit: string | null}>}
 */
export function pulse() {
  asked ??= fetched(element("#stale", HTMLElement).dataset.build ?? "");
  asked.catch(() => (asked = undefined));
  return asked;
}

/** @type {Promise<{as_of: string, generated_at: string, commit: string | null}> | undefined} */
let asked;

/** @param {string} address */
async function fetched(address) {
  const response = await fetch(address, { cache: "no-cache" });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return response.json();
}
