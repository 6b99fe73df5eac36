// Files made on the reader's own device.

import { pulse } from "./pulse.js";

/** Let the browser save `content`, text or a Blob, under a name.
 * @param {string} name
 * @param {string} type
 * @param {string | Blob} content
 */
export function save(name, type, content) {
  const blob = content instanceof Blob ? content : new Blob([content], { type: `${type};charset=utf-8` });
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** @type {Map<string, Promise<BuyersFile>>} */
const held = new Map();

/** The buyers' file, fetched once; after a failure it may be asked for again.
 * @param {string} address
 * @returns {Promise<BuyersFile>}
 */
export function buyersFile(address) {
  const asked = held.get(address) ?? fetched(address);
  held.set(address, asked);
  asked.catch(() => held.delete(address));
  return asked;
}

/** The file, with the register's day and edition, which stand apart so that the file need not change each night.
 * @param {string} address
 */
async function fetched(address) {
  const [{ as_of, generated_at, commit }, response] = await Promise.all([pulse(), fetch(address, { cache: "no-cache" })]);
  if (!response.ok) throw new Error(`file answered ${response.status}`);
  return { ...(await response.json()), as_of, generated_at, commit };
}
