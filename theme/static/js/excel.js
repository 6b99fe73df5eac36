// Excel files, written and read by libraries that are loaded only when somebody asks for one.

import writeExcelFile from "write-excel-file/universal";

/** A workbook of [{name, rows, widths, heading}] as a Blob; `heading` is how many rows at the top are headings. A sheet with
 * headings is a table, so that whoever opens it can sort and filter at once, and programs find it by its name.
 * @param {Sheet[]} sheets
 * @returns {Promise<Blob>}
 */
export async function workbook(sheets) {
  return writeExcelFile(sheets.map(({ name, rows, widths, heading }) => ({
    sheet: name,
    data: rows.map((row, i) => row.map((cell) => excelCell(cell, i < heading))),
    columns: widths.map((width) => ({ width })),
    stickyRowsCount: heading,
  })), { features: [tables(sheets)] }).toBlob();
}

/** The tables as files of the workbook: a part of its own for each, which its sheet and the list of types point to.
 * @param {Sheet[]} sheets
 * @returns {import("write-excel-file/universal").Feature<Blob>}
 */
function tables(sheets) {
  const tabled = sheets.flatMap(({ heading }, i) => (heading ? [i] : []));
  const part = (/** @type {number} */ i) => `tables/table${i + 1}.xml`;
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  /** @param {(i: number) => string} xml */
  const onSheet = (xml) => (/** @type {unknown} */ _, /** @type {{sheetIndex: number}} */ { sheetIndex }) => (
    tabled.includes(sheetIndex) ? xml(sheetIndex) : undefined
  );
  return {
    files: {
      transform: {
        "[Content_Types].xml": {
          insert: () => tabled.map((i) => `<Override PartName="/xl/${part(i)}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"/>`).join(""),
        },
        "xl/worksheets/sheet{id}.xml": {
          insert: onSheet(() => '<tableParts count="1"><tablePart r:id="rId-table"/></tableParts>'),
        },
        "xl/worksheets/_rels/sheet{id}.xml.rels": {
          insert: onSheet((i) => `<Relationship Id="rId-table" Type="${office}/table" Target="../${part(i)}"/>`),
        },
      },
      write: { files: () => Object.fromEntries(tabled.map((i) => [`xl/${part(i)}`, tableXml(sheets[i], i + 1)])) },
    },
  };
}

/** A table over the whole sheet; Excel wants one row below the headings even where nothing is listed.
 * @param {Sheet} sheet
 * @param {number} id
 */
function tableXml({ name, rows }, id) {
  const called = `${name.replace(/[^\p{L}\p{N}]/gu, "_")}_${id}`;
  const range = `A1:${letters(rows[0].length)}${Math.max(rows.length, 2)}`;
  const columns = rows[0].map((cell, i) => `<tableColumn id="${i + 1}" name="${attribute(String(cell))}"/>`).join("");
  return '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    + `<table xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" id="${id}" name="${called}" displayName="${called}" ref="${range}">`
    + `<autoFilter ref="${range}"/><tableColumns count="${rows[0].length}">${columns}</tableColumns>`
    + '<tableStyleInfo name="TableStyleLight1" showRowStripes="1"/></table>';
}

/** What a column is called: A to Z, then AA.
 * @param {number} column
 * @returns {string}
 */
function letters(column) {
  return column ? letters(Math.floor((column - 1) / 26)) + String.fromCharCode(65 + (column - 1) % 26) : "";
}

/** @param {string} text */
function attribute(text) {
  return printable(text).replace(/[&<"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
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
