// Rows as files: CSV that a Norwegian Excel opens right, and OPML. Pure. A cell is null, text, a number, or {day}.

const ACTS = /^[\t\r\n]|^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/; // what a spreadsheet would take for a formula

/** Text that no spreadsheet takes for a formula.
 * @param {string} text
 */
export function harmless(text) {
  return ACTS.test(text) ? `'${text}` : text;
}

/** UTF-8 with a byte order mark, semicolons, decimal commas and CRLF; text from a record can never act as a formula.
 * @param {Cell[][]} rows
 */
export function csv(rows) {
  return `\ufeff${rows.map((row) => row.map(csvCell).join(";")).join("\r\n")}\r\n`;
}

/** @param {Cell} cell */
function csvCell(cell) {
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "number") return String(cell).replace(".", ",");
  const text = typeof cell === "string" ? harmless(cell) : cell.day;
  return /[";\r\n,]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** An OPML 2.0 list of feeds [{title, address, page}], which feed readers take in one go.
 * @param {string} title
 * @param {{title: string, address: string, page: string}[]} feeds
 */
export function opml(title, feeds) {
  const lines = feeds.map((feed) => `    <outline type="rss" text="${xml(feed.title)}" title="${xml(feed.title)}" xmlUrl="${xml(feed.address)}" htmlUrl="${xml(feed.page)}"/>`);
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">', `  <head><title>${xml(title)}</title></head>`, "  <body>", ...lines, "  </body>", "</opml>", ""].join("\n");
}

/** @param {string} text */
function xml(text) {
  const allowed = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd");
  return allowed.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&apos;");
}
