// YAML as the register writes it: the same rules as `acts/yaml_text.py`, with what they are made of given as data.

import { isDay } from "./days.js";

const PLAIN = /^[\p{L}\p{Nl}\p{No}](?:[\p{L}\p{N}_./@&()'!?;%+«»–—…-]|:(?=\S)|[ ,](?!#))*$/u;
const NUMBER = /^[0-9]{4}-[0-9]{3,6}$/;
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}]/u;
const isMap = (/** @type {unknown} */ value) => value !== null && typeof value === "object" && !Array.isArray(value);

/** @typedef {{misleading: string[], inside: string, days: string[], one_a_line: string[], width: number, first_line: string, order: string[]}} Rules */

/** A writer by the rules that the build gives.
 * @param {Rules} rules
 */
export function writer(rules) {
  const misleading = new Set(rules.misleading);
  const days = new Set(rules.days);

  /**
   * @param {Record<string, any>} data
   * @returns {Generator<string>}
   */
  function* block(data, indent = "") {
    for (const [key, value] of Object.entries(data)) {
      const line = `${indent}${key}: ${flow(value, false, key)}`;
      const oneALine = rules.one_a_line.includes(key);
      if (key === "decisions" || (oneALine && value.length)) {
        yield `${indent}${key}:`;
        for (const item of value) {
          if (oneALine) yield `${indent}  - ${flow(item)}`;
          else yield* listed(item, `${indent}  `);
        }
      } else if (isMap(value) && [...line].length > rules.width) {
        yield `${indent}${key}:`;
        yield* block(value, `${indent}  `);
      } else yield line;
    }
  }

  /**
   * @param {Record<string, any>} item
   * @param {string} indent
   * @returns {Generator<string>}
   */
  function* listed(item, indent) {
    let lead = "- ";
    for (const line of block(item)) {
      yield `${indent}${lead}${line}`;
      lead = "  ";
    }
  }

  /**
   * @param {any} value
   * @returns {string}
   */
  function flow(value, inside = false, key = "") {
    if (Array.isArray(value)) return `[${value.map((item) => flow(item, true)).join(", ")}]`;
    if (isMap(value)) return `{${Object.entries(value).map(([k, inner]) => `${k}: ${flow(inner, true, k)}`).join(", ")}}`;
    if (typeof value !== "string" || (days.has(key) && isDay(value))) return String(value);
    return plain(value, inside) ? value : quoted(value);
  }

  /**
   * @param {string} text
   * @param {boolean} inside
   */
  function plain(text, inside) {
    if (NUMBER.test(text)) return true;
    return PLAIN.test(text) && !misleading.has(text) && !text.endsWith(" ") && !(inside && [...rules.inside].some((sign) => text.includes(sign)));
  }

  return {
    /** A decision as the text that goes last in a file. */
    decision: (/** @type {Record<string, any>} */ item) => [...listed(item, "  ")].map((line) => `${line}\n`).join(""),
    /** A centre's whole file. */
    file: (/** @type {Record<string, any>} */ data) => `${[rules.first_line, ...block(data)].join("\n")}\n`,
  };
}

/** @param {string} text */
function quoted(text) {
  return [...JSON.stringify(text)].map(coded).join("");
}

/** @param {string} sign */
function coded(sign) {
  if (!HIDDEN.test(sign)) return sign;
  const code = sign.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
}
