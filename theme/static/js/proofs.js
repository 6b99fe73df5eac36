// Data Integrity proofs of the suite eddsa-jcs-2022, checked with WebCrypto, and bits of Bitstring Status Lists.

const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const SUITE = "eddsa-jcs-2022";

/** @typedef {{cryptosuite: string, proofPurpose: string, verificationMethod: string, proofValue: string}} Proof */
/** @typedef {{id: string, verificationMethod: {id: string, publicKeyMultibase: string}[]}} DidDocument */
/** @typedef {{issuer: string | {id: string}, proof?: Proof | Proof[], [member: string]: any}} Signed */

export class NotSupported extends Error {}

/** Whether this browser knows Ed25519 and gzip; on a page without https it may not use keys at all. */
export async function supported() {
  if (!globalThis.crypto?.subtle || !globalThis.DecompressionStream) return false;
  return keyFrom(new Uint8Array(32).fill(1)).then(() => true, () => false);
}

/** Whether a key of that role in did.json signed the document, and the issuer is the one of did.json.
 * @param {Signed} document
 * @param {DidDocument} did
 * @param {string} role
 */
export async function isSigned(document, did, role) {
  const { proof: proofs, ...unsigned } = document;
  const found = [proofs ?? []].flat().filter((proof) => proof?.cryptosuite === SUITE);
  const issuer = typeof document.issuer === "string" ? document.issuer : document.issuer?.id;
  if (found.length !== 1 || issuer !== did.id || found[0].proofPurpose !== "assertionMethod") return false;
  const { proofValue, ...options } = found[0];
  const method = did.verificationMethod.find((one) => one.id === options.verificationMethod);
  if (!method?.id.startsWith(`${did.id}#${role}-`)) return false;
  try {
    const key = await keyFrom(fromBase58(method.publicKeyMultibase.slice(1)).slice(2));
    const signed = new Uint8Array([...(await hash(canonical(options))), ...(await hash(canonical(unsigned)))]);
    return await crypto.subtle.verify("Ed25519", key, fromBase58(proofValue.slice(1)), signed);
  } catch {
    return false;
  }
}

/** One bit of an encodedList. Throws when it is no list or has no such bit.
 * @param {string} encodedList
 * @param {number} index
 */
export async function bitOf(encodedList, index) {
  const packed = Uint8Array.from(atob(encodedList.slice(1).replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const octets = new Uint8Array(await new Response(unpacked).arrayBuffer());
  if (!(index >= 0 && index < octets.length * 8)) throw new RangeError(String(index));
  return Boolean(octets[index >> 3] & (0x80 >> (index & 7)));
}

/** JSON in the one form that RFC 8785 gives it; the register's documents hold texts, lists, true and false.
 * @param {any} value
 * @returns {string}
 */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${members.join()}}`;
}

/** The octets of a text in base58, as Bitcoin writes it. Throws when a sign is none of its alphabet.
 * @param {string} text
 */
export function fromBase58(text) {
  /** @type {number[]} */
  const octets = [];
  for (const sign of text) {
    let carry = ALPHABET.indexOf(sign);
    if (carry < 0) throw new RangeError(sign);
    for (let i = octets.length - 1; i >= 0; i -= 1) {
      carry += octets[i] * 58;
      octets[i] = carry & 255;
      carry >>= 8;
    }
    if (carry) octets.unshift(carry);
  }
  return new Uint8Array([...new Uint8Array(text.length - text.replace(/^1+/, "").length), ...octets]);
}

/** @param {Uint8Array<ArrayBuffer>} octets */
function keyFrom(octets) {
  return crypto.subtle.importKey("raw", octets, "Ed25519", false, ["verify"]);
}

/** @param {string} text */
async function hash(text) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}
