// What takes long is done by a worker, so that the page never stands still.

/** What the worker at `address` answers; {slow: true} when it was ended because nothing was heard of it for too long.
 * @param {string} address
 * @param {unknown} message
 * @param {{transfer?: Transferable[], patience?: number, tell?: (progress: {count: number, all: number}) => void}} [how]
 * @returns {Promise<{found?: {items: Item[], heading: string | null}, unreadable?: string, made?: Blob | null, slow?: boolean, failed?: boolean}>}
 */
export function inWorker(address, message, { transfer = [], patience = 180_000, tell = () => {} } = {}) {
  return new Promise((resolve) => {
    const worker = new Worker(address, { type: "module" });
    const end = (/** @type {object} */ answer) => {
      clearTimeout(waiting);
      worker.terminate();
      resolve(answer);
    };
    const wait = () => setTimeout(() => end({ slow: true }), patience);
    let waiting = wait();
    worker.addEventListener("message", ({ data }) => {
      if (!data.progress) return end(data);
      clearTimeout(waiting);
      waiting = wait();
      return tell(data.progress);
    });
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
