// Excel files, written and read by libraries that are loaded only when somebody asks for one.

import writeExcelFile from "write-excel-file/universal";

/** A workbook of [{name, rows, widths, heading}] as a Blob; `heading` is how many rows at the top are headings.
 * @param {Sheet[]} sheets
 * @returns {Promise<Blob>}
 */
export async function workbook(sheets) {
  return writeExcelFile(sheets.map(({ name, rows, widths, heading }) => ({
    sheet: name,
    data: rows.map((row, i) => row.map((cell) => excelCell(cell, i < heading))),
    columns: widths.map((width) => ({ width })),
    stickyRowsCount: heading,
  }))).toBlob();
}

/** Text is marked as text, so that a number with zeros in front keeps them and nothing is taken for a formula.
 * @param {Cell} cell
 * @param {boolean} bold
 * @returns {import("write-excel-file/universal").Cell}
 */
function excelCell(cell, bold) {
  if (cell === null || cell === undefined || cell === "") return null;
  if (typeof cell === "number") return { value: cell, type: Number };
  if (typeof cell === "object") return { value: new Date(`${cell.day}T00:00:00Z`), type: Date, format: "dd.mm.yyyy", align: "left" };
  return { value: printable(cell).slice(0, 32_767), type: String, format: "@", ...(bold && { fontWeight: "bold" }) };
}

/** XML has no place for most control characters.
 * @param {string} text
 */
function printable(text) {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd");
}
