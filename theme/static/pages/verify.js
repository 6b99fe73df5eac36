// The check of a credential in the reader's own browser: the signature over its JSON, its dates, both status lists.

import { bitOf, isSigned, NotSupported, supported } from "../js/proofs.js";

const form = document.getElementById("verify");
const field = form.elements.n;
const verdict = document.getElementById("verdict");
const { base, did, lists, credential, site } = form.dataset;
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
  const number = field.value.replace(/\D/g, "");
  if (number.length !== 9) return say("number");
  say("working");
  const { outcome, ...values } = await judged(number).catch((error) => ({
    outcome: error instanceof NotSupported ? "browser" : "failed",
  }));
  if (question === asked) say(outcome, values);
}

/** What the credential of an organisation number is worth now: {outcome, name, day}. */
async function judged(number) {
  if (!(await supported())) throw new NotSupported();
  const [document, issuer] = await Promise.all([fetched(credential.replace("{number}", number)), fetched(did)]);
  if (!document) return { outcome: "none" };
  if (!issuer || !(await isSigned(document, issuer, "credentials"))) return { outcome: "false" };
  const about = identities(document);
  if (about["ext:organisationNumber"] !== number) return { outcome: "false" };
  const told = { name: about.name };
  if (new Date() < new Date(document.validFrom)) return { outcome: "early", day: day(document.validFrom), ...told };
  const listed = await Promise.all(lists.split(" ").map((path) => isListed(document, path, issuer)));
  if (listed.includes(null)) return { outcome: "list" };
  if (listed[0]) return { outcome: "revoked", ...told };
  if (new Date() > new Date(document.validUntil)) return { outcome: "expired", day: day(document.validUntil), ...told };
  if (listed[1]) return { outcome: "suspended", ...told };
  return { outcome: "genuine", day: day(document.validUntil), ...told };
}

/** Whether a status list has the credential's bit; null when the list does not count. */
async function isListed(document, path, issuer) {
  const address = `${site}/${path}`;
  const entry = document.credentialStatus.find((one) => one.statusListCredential === address);
  const list = await fetched(path);
  if (!entry || !list || list.id !== address || list.credentialSubject.statusPurpose !== entry.statusPurpose) return null;
  if (!(await isSigned(list, issuer, "status"))) return null;
  if (new Date() < new Date(list.validFrom) || new Date() > new Date(list.validUntil)) return null;
  return bitOf(list.credentialSubject.encodedList, Number(entry.statusListIndex)).catch(() => null);
}

/** One of the site's files, or null when there is none. */
async function fetched(path) {
  const answer = await fetch(base + path, { cache: "no-store" });
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

function identities(document) {
  return Object.fromEntries(document.credentialSubject.identifier.map((one) => [one.identityType, one.identityHash]));
}

function day(written) {
  const language = { nb: "nb-NO", nn: "nn-NO", en: "en-GB" }[globalThis.document.documentElement.lang];
  return new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "Europe/Oslo" }).format(new Date(written));
}

function say(outcome, values = {}) {
  const words = form.querySelector(`template[data-sentence="${outcome}"]`).content.textContent;
  verdict.textContent = Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, () => value), words);
  verdict.dataset.outcome = outcome;
}
