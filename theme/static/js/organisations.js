// Organisation numbers found in whatever people keep their lists in. Pure: bytes or text in, lines out.

import { isOrganisationNumber, read } from "./asked.js";

export const LARGEST = 10_000_000; // bytes of a file or characters of a text
export const MOST_LINES = 50_000;
const WRONG = ["check-digit", "not-organisation"]; // nine digits that are no organisation number
const HEADING = /(?:^|[^\p{L}])(?:org|navn|namn|name|nummer|number|leverandør|supplier|firma|selskap|company)/iu;
const LONGEST_SHOWN = 120;
const SLICE = 5000; // lines
const BARE_NUMBER = /^\d{3}([ .]?)\d{3}\1\d{3}$/;

/** A list that cannot be read; `reason` is too-large, binary, old-excel, not-a-workbook, bomb, too-many or empty. */
export class Unreadable extends Error {
  /** @param {string} reason */
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

/** What the bytes are by their first ones: workbook, old-excel, or text.
 * @param {Uint8Array} bytes
 */
export function kindOf(bytes) {
  const begins = (/** @type {number[]} */ ...signs) => signs.every((sign, i) => bytes[i] === sign);
  if (begins(0x50, 0x4b, 0x03, 0x04)) return "workbook";
  return begins(0xd0, 0xcf, 0x11, 0xe0) ? "old-excel" : "text";
}

/** The text of a file in UTF-8, UTF-16 or, when it is neither, Windows-1252. Throws Unreadable for what is no text.
 * @param {Uint8Array} bytes
 */
export function decoded(bytes) {
  if (bytes.length > LARGEST) throw new Unreadable("too-large");
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes);
  if (/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text)) throw new Unreadable("binary");
  return text;
}

/** @param {Uint8Array} bytes */
function encodingOf(bytes) {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const head = bytes.subarray(0, 2000);
  const empty = (/** @type {number} */ odd) => head.filter((byte, i) => i % 2 === odd && byte === 0).length > head.length / 4;
  if (empty(1)) return "utf-16le";
  if (empty(0)) return "utf-16be";
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return "utf-8";
  } catch {
    return "windows-1252";
  }
}

/** How many bytes a zip says that it holds unpacked; throws Unreadable when it is no whole zip.
 * @param {Uint8Array} bytes
 */
export function unpackedSize(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  while (end >= Math.max(0, bytes.length - 66_000) && view.getUint32(end, true) !== 0x06054b50) end -= 1;
  if (end < 0 || view.getUint32(end, true) !== 0x06054b50) throw new Unreadable("not-a-workbook");
  let at = view.getUint32(end + 16, true);
  let size = 0;
  for (let entry = view.getUint16(end + 10, true); entry > 0; entry -= 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) throw new Unreadable("not-a-workbook");
    size += view.getUint32(at + 24, true);
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return size;
}

/** The lines of a text; a table's cells stay together, since a number is known by its digits and not by its column.
 * @param {string} text
 */
export function linesOf(text) {
  if (text.length > LARGEST) throw new Unreadable("too-large");
  return text.split(/\r\n|[\n\r\u2028\u2029]/);
}

/**
 * {items, heading}: what each line that is not blank holds. An item is {line, written, number, reason}: a whole
 * organisation number, or none and why: check-digit, not-nine or no-number. A first line of column names is `heading`.
 * `tell` is called with the number read and of how many, each time a part of them has been.
 * @param {string[]} lines
 * @param {(count: number, all: number) => void} [tell]
 * @returns {{items: Item[], heading: string | null}}
 */
export function understood(lines, tell = () => {}) {
  if (lines.length > MOST_LINES) throw new Unreadable("too-many");
  const filled = lines.map((text, i) => ({ line: i + 1, text: text.replaceAll("\ufeff", "").trim() })).filter(({ text }) => /[\p{L}\p{N}]/u.test(text));
  if (!filled.length) throw new Unreadable("empty");
  const [first] = filled;
  const heading = filled.length > 1 && !/\d/.test(first.text) && HEADING.test(first.text) ? shortened(first.text) : null;
  const rows = heading ? filled.slice(1) : filled;
  return { items: rows.flatMap((row, i) => (i % SLICE === 0 && i && tell(i, rows.length), itemsOf(row))), heading };
}

/**
 * @param {{line: number, text: string}} line
 * @returns {Item[]}
 */
function itemsOf({ line, text }) {
  const written = shortened(text);
  const number = BARE_NUMBER.test(text) ? text.replace(/\D/g, "") : "";
  if (isOrganisationNumber(number)) return [{ line, written, number, reason: null }]; // most lists are nothing else
  const found = /\p{Nd}/u.test(text) ? read(text) : [];
  const nine = found.filter(({ kind, more }) => kind === "organisation" || WRONG.includes(more));
  if (!nine.length) return [{ line, written, number: null, reason: found.some(isNear) ? "not-nine" : "no-number" }];
  return nine.map(({ kind, value }) => ({ line, written, number: value, reason: kind === "organisation" ? null : "check-digit" }));
}

/** Whether digits are so many that they may have been meant as an organisation number.
 * @param {{kind: string, value: string}} item
 */
function isNear({ kind, value }) {
  return kind === "phone" || (kind === "number" && value.length > 4);
}

/** @param {string} text */
function shortened(text) {
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN - 1)}…` : text;
}

/** The status that the public is told of a day, from [[first day, status]]; `none` before the first.
 * @param {[string, string][]} history
 * @param {string} day
 */
export function statusOn(history, day) {
  const [, status] = history.findLast(([start]) => start <= day) ?? [null, "none"];
  return status;
}

/** The status on a day; one whose approval had gone over to another number by then has not withdrawn.
 * @param {BuyersCentre} centre
 * @param {string} day
 */
function publicStatus({ history, successor, status_since: since }, day) {
  return successor && since && since <= day ? "transferred" : statusOn(history, day);
}

/**
 * Every item with its answer on a day: {…item, centre, status, again}; `again` is the first line with the same number.
 * `centres` is a map by organisation number. A number that is whole but unknown has the reason `unregistered`.
 * @param {Item[]} items
 * @param {Map<string, BuyersCentre>} centres
 * @param {string} day
 * @returns {Answered[]}
 */
export function answered(items, centres, day) {
  const seen = new Map();
  return items.map((item) => {
    const centre = item.reason || !item.number ? null : (centres.get(item.number) ?? null);
    const again = item.number ? (seen.get(item.number) ?? null) : null;
    if (item.number && again === null) seen.set(item.number, item.line);
    const reason = item.reason ?? (centre ? null : "unregistered");
    return { ...item, centre, reason, again, status: centre && publicStatus(centre, day) };
  });
}
