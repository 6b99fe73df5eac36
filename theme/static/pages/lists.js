// A worker of its own reads the lists that people bring and makes their Excel files, so that a large or hostile one never
// holds up the page.

import { decoded, kindOf, LARGEST, linesOf, understood, Unreadable, unpackedSize } from "../js/organisations.js";

const MOST_UNPACKED = 200_000_000;

self.addEventListener("message", async ({ data }) => {
  self.postMessage(data.sheets ? await made(data.sheets) : await read(data));
});

/** @param {Sheet[]} sheets */
async function made(sheets) {
  const { workbook } = await import("../js/excel.js");
  return { made: await workbook(sheets).catch(() => null) };
}

/** @param {{text?: string, file?: ArrayBuffer}} list */
async function read({ text, file }) {
  try {
    const lines = text === undefined ? await linesIn(new Uint8Array(file ?? [])) : linesOf(text);
    return { found: understood(lines, (count, all) => self.postMessage({ progress: { count, all } })) };
  } catch (error) {
    return { unreadable: error instanceof Unreadable ? error.reason : "not-a-workbook" };
  }
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function linesIn(bytes) {
  if (bytes.length > LARGEST) throw new Unreadable("too-large");
  const kind = kindOf(bytes);
  if (kind === "old-excel") throw new Unreadable("old-excel");
  return kind === "text" ? linesOf(decoded(bytes)) : workbookLines(bytes);
}

/** One line for each row of every sheet; a formula counts as the value that was last worked out.
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
async function workbookLines(bytes) {
  if (unpackedSize(bytes) > MOST_UNPACKED) throw new Unreadable("bomb");
  const { sheetsOf } = await import("../js/workbooks.js");
  return (await sheetsOf(bytes)).flatMap((rows) => rows.map((row) => row.map(cellText).filter(Boolean).join(" ; ")));
}

/** @param {unknown} cell */
function cellText(cell) {
  if (cell === null || cell === undefined) return "";
  return cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell);
}
