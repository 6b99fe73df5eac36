// A worker of its own reads the lists that people bring, so that a large or hostile one never holds up the page.

import { decoded, kindOf, LARGEST, linesOf, understood, Unreadable, unpackedSize } from "../js/organisations.js";

const MOST_UNPACKED = 200_000_000;

self.addEventListener("message", async ({ data }) => {
  try {
    self.postMessage({ found: understood(data.text === undefined ? await linesIn(new Uint8Array(data.file)) : linesOf(data.text)) });
  } catch (error) {
    self.postMessage({ unreadable: error instanceof Unreadable ? error.reason : "not-a-workbook" });
  }
});

async function linesIn(bytes) {
  if (bytes.length > LARGEST) throw new Unreadable("too-large");
  const kind = kindOf(bytes);
  if (kind === "old-excel") throw new Unreadable("old-excel");
  return kind === "text" ? linesOf(decoded(bytes)) : workbookLines(bytes);
}

/** One line for each row of every sheet; a formula counts as the value that was last worked out. */
async function workbookLines(bytes) {
  if (unpackedSize(bytes) > MOST_UNPACKED) throw new Unreadable("bomb");
  const { sheetsOf } = await import("../js/workbooks.js");
  return (await sheetsOf(bytes)).flatMap((rows) => rows.map((row) => row.map(cellText).filter(Boolean).join(" ; ")));
}

function cellText(cell) {
  if (cell === null || cell === undefined) return "";
  return cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell);
}
