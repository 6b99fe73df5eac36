// Elements made in one line; text is always text.

/** An element with attributes and children, which are elements or text.
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {(Node | string | null)[]} children
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== undefined) element.setAttribute(name, String(value));
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** Says the roles of a table and its parts, since browsers drop them when the layout is not a table's.
 * @param {HTMLTableElement} table
 */
export function keepRoles(table) {
  table.setAttribute("role", "table");
  for (const part of [table.tHead, ...table.tBodies]) part?.setAttribute("role", "rowgroup");
  for (const row of table.rows) keepPartRoles(row);
}

const ROLES = new Map([["col", "columnheader"], ["row", "rowheader"], ["rowgroup", "rowheader"]]);

/** Says the roles of a row and its cells.
 * @param {HTMLTableRowElement} row
 */
export function keepPartRoles(row) {
  row.setAttribute("role", "row");
  for (const cell of row.cells) cell.setAttribute("role", ROLES.get(cell.scope) ?? "cell");
}
