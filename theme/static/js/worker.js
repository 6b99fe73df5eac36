// What takes long is done by a worker, so that the page never stands still.

/** What the worker at `address` answers; {slow: true} when it has been ended because it took too long.
 * @param {string} address
 * @param {unknown} message
 * @param {{transfer?: Transferable[], patience?: number}} [how]
 * @returns {Promise<{found?: {items: Item[], heading: string | null}, unreadable?: string, made?: Blob | null, slow?: boolean, failed?: boolean}>}
 */
export function inWorker(address, message, { transfer = [], patience = 60_000 } = {}) {
  return new Promise((resolve) => {
    const worker = new Worker(address, { type: "module" });
    const end = (/** @type {object} */ answer) => {
      clearTimeout(waiting);
      worker.terminate();
      resolve(answer);
    };
    const waiting = setTimeout(() => end({ slow: true }), patience);
    worker.addEventListener("message", ({ data }) => end(data));
    worker.addEventListener("error", () => end({ failed: true }));
    worker.postMessage(message, transfer);
  });
}

/** A workbook as `workbook` in excel.js makes it.
 * @param {string} address
 * @param {Sheet[]} sheets
 */
export async function workbookIn(address, sheets) {
  const { made } = await inWorker(address, { sheets });
  if (!made) throw new Error("the workbook was not made");
  return made;
}
