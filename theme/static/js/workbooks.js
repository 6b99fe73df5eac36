// Excel files, read by a library that is loaded only when somebody brings one.

import readExcelFile from "read-excel-file/universal";

/** The rows of every sheet, as arrays of cells.
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
export async function sheetsOf(bytes) {
  const sheets = await readExcelFile(new Blob([bytes]));
  return sheets.map(({ data }) => data);
}
