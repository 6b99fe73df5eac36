// An address that is not there may hold a number all the same: it is put into the field, ready to be asked about.

import { element } from "../js/page.js";
import { read, spaced } from "../js/asked.js";

const field = element("#q", HTMLInputElement);
const last = location.pathname.split("/").filter(Boolean).at(-1) ?? "";
const item = read(decoded(last)).find(({ kind }) => kind === "phone" || kind === "organisation");
if (item) field.value = spaced(item.value);

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
