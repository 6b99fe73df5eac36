// Elements made in one line; text is always text.

/** An element with attributes and children, which are elements or text. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== undefined) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** Says the roles of a table and its parts, since browsers drop them when the layout is not a table's. */
export function keepRoles(table) {
  const cells = { TD: () => "cell", TH: (cell) => ({ col: "columnheader", row: "rowheader", rowgroup: "rowheader" })[cell.scope] ?? "cell" };
  table.setAttribute("role", "table");
  for (const part of [table.tHead, ...table.tBodies]) part?.setAttribute("role", "rowgroup");
  for (const row of table.rows) {
    row.setAttribute("role", "row");
    for (const cell of row.cells) cell.setAttribute("role", cells[cell.tagName](cell));
  }
}
