// The check of a credential in the reader's own browser: the signature over its JSON, its dates, both status lists.

import { bitOf, isSigned, NotSupported, supported } from "../js/proofs.js";
import { read } from "../js/asked.js";
import { day, element, filled, sentence } from "../js/page.js";

/** @typedef {import("../js/proofs.js").Signed} Signed */
/** @typedef {import("../js/proofs.js").DidDocument} DidDocument */

const form = element("#verify", HTMLFormElement);
const field = element("[name=n]", HTMLInputElement, form);
const verdict = element("#verdict", HTMLElement);
const { base = "", did = "", lists = "", credential = "", site = "" } = form.dataset;
let asked = 0; // the newest question; answers to older ones are dropped

form.hidden = false;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  history.replaceState(null, "", `?${new URLSearchParams({ n: field.value.trim() })}`);
  check();
});
field.value = new URLSearchParams(location.search).get("n") ?? "";
if (field.value) check();

async function check() {
  const question = (asked += 1);
  const number = read(field.value).find(({ kind }) => kind === "organisation")?.value;
  if (!number) return say("number");
  say("working");
  const { outcome, ...values } = await judged(number).catch((error) => ({
    outcome: error instanceof NotSupported ? "browser" : "failed",
  }));
  if (question === asked) say(outcome, values);
}

/** What the credential of an organisation number is worth now: {outcome, name, day}.
 * @param {string} number
 * @returns {Promise<{outcome: string, name?: string, day?: string}>}
 */
async function judged(number) {
  if (!(await supported())) throw new NotSupported();
  const [document, issuer] = await Promise.all([fetched(filled(credential, { number })), fetched(did)]);
  if (!document) return { outcome: "none" };
  if (!issuer || !(await isSigned(document, issuer, "credentials"))) return { outcome: "false" };
  const about = identities(document);
  if (about["ext:organisationNumber"] !== number) return { outcome: "false" };
  const told = { name: about.name };
  if (new Date() < new Date(document.validFrom)) return { outcome: "early", day: spoken(document.validFrom), ...told };
  const listed = await Promise.all(lists.split(" ").map((path) => isListed(document, path, issuer)));
  if (listed.includes(null)) return { outcome: "list" };
  if (listed[0]) return { outcome: "revoked", ...told };
  if (new Date() > new Date(document.validUntil)) return { outcome: "expired", day: spoken(document.validUntil), ...told };
  if (listed[1]) return { outcome: "suspended", ...told };
  return { outcome: "genuine", day: spoken(document.validUntil), ...told };
}

/** Whether a status list has the credential's bit; null when the list does not count.
 * @param {Signed} document
 * @param {string} path
 * @param {DidDocument} issuer
 */
async function isListed(document, path, issuer) {
  const address = `${site}/${path}`;
  const entry = document.credentialStatus.find((/** @type {Record<string, string>} */ one) => one.statusListCredential === address);
  const list = await fetched(path);
  if (!entry || !list || list.id !== address || list.credentialSubject.statusPurpose !== entry.statusPurpose) return null;
  if (!(await isSigned(list, issuer, "status"))) return null;
  if (new Date() < new Date(list.validFrom) || new Date() > new Date(list.validUntil)) return null;
  return bitOf(list.credentialSubject.encodedList, Number(entry.statusListIndex)).catch(() => null);
}

/** One of the site's files, or null when there is none.
 * @param {string} path
 */
async function fetched(path) {
  const answer = await fetch(base + path, { cache: "no-store" });
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

/** @param {Signed} document */
function identities(document) {
  return Object.fromEntries(document.credentialSubject.identifier.map((/** @type {Record<string, string>} */ one) => [one.identityType, one.identityHash]));
}

/** @param {string} moment */
function spoken(moment) {
  return day(moment, "Europe/Oslo");
}

/**
 * @param {string} outcome
 * @param {Record<string, unknown>} [values]
 */
function say(outcome, values = {}) {
  verdict.textContent = sentence(outcome, values, form);
  verdict.dataset.outcome = outcome;
}
