// Elements made of what was fetched, one by one and from a list of what they may be: what comes over the network is words
// and shapes, and never becomes a script, a style or an address that runs something.

const TAGS = new Set("template section h2 p span strong div ul li a form label input button".split(" "));
const SHAPES = new Set("svg path circle rect line".split(" "));
const ATTRIBUTES = /^(?:data-[a-z-]+|aria-[a-z]+|class|lang|role|id|for|name|type|href|action|method|autocomplete|inputmode|enterkeyhint|maxlength|spellcheck|autocapitalize|required|rel|viewBox|width|height|fill|stroke(?:-[a-z]+)?|d|cx|cy|r|x|y|x1|x2|y1|y2|focusable)$/;
const ADDRESSES = ["href", "action"];
const DRAWING = "http://www.w3.org/2000/svg";

/** The element or text that a piece describes: words, or [tag, attributes, …children]. Addresses are the register's own.
 * @param {any} piece
 * @param {string} home
 * @returns {Node}
 */
export function grown(piece, home) {
  if (typeof piece === "string") return document.createTextNode(piece);
  const [tag, attributes, ...children] = piece;
  const made = SHAPES.has(tag) ? document.createElementNS(DRAWING, tag) : document.createElement(TAGS.has(tag) ? tag : "span");
  for (const [name, value] of Object.entries(attributes)) {
    if (!ATTRIBUTES.test(name)) continue;
    const said = ADDRESSES.includes(name) ? addressed(String(value), home) : String(value);
    if (said !== null) made.setAttribute(name, said);
  }
  (made instanceof HTMLTemplateElement ? made.content : made).append(...children.map((child) => grown(child, home)));
  return made;
}

/** @param {string} value @param {string} home */
function addressed(value, home) {
  try {
    const { href, protocol } = new URL(value, home);
    return ["https:", "http:"].includes(protocol) ? href : null;
  } catch {
    return null;
  }
}
