// What a page fetches: always asked for anew, since an answer from the browser's own cache may be a day old.

const made = new Map();
/** @type {RequestInit} */
const HOW = { cache: "no-cache" }; // the server is asked even when the browser has kept an answer

/** On another site nothing of the reader goes with a question: no cookie, and no word of the page that it was asked on. */
export function asStranger() {
  Object.assign(HOW, { credentials: "omit", referrerPolicy: "no-referrer" });
}

/** The JSON at an address, fetched once for each visit; after a failure it may be asked for again. */
export function json(address) {
  return once(address, () => fetchedJson(address));
}

/** The JSON at an address as it is now: the server is asked even when the browser has kept it. */
export async function fetchedJson(address) {
  const response = await fetch(address, HOW);
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return response.json();
}

/** A script of another maker, loaded once. */
export function script(address) {
  return once(address, () => new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement("script"), { src: address, onload: resolve });
    element.onerror = () => reject(new Error("script did not load"));
    document.head.append(element);
  }));
}

function once(key, make) {
  if (!made.has(key)) {
    const asked = make();
    made.set(key, asked);
    asked.catch(() => made.delete(key));
  }
  return made.get(key);
}
