// What takes long is done by a worker, so that the page never stands still.

/** What the worker at `address` answers; {slow: true} when it has been ended because it took too long. */
export function inWorker(address, message, { transfer = [], patience = 60_000 } = {}) {
  return new Promise((resolve) => {
    const worker = new Worker(address, { type: "module" });
    const end = (answer) => {
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

/** A workbook as `workbook` in excel.js makes it. */
export async function workbookIn(address, sheets) {
  const { made } = await inWorker(address, { sheets });
  if (!made) throw new Error("the workbook was not made");
  return made;
}
