// Domains as people know them and as the network writes them: the browser turns letters into `xn--`, and we turn them back.

/** A part of a domain in letters that stand in Norwegian, Sami and the neighbours' names. */
const PART = "[a-z0-9æøåäöüéèêóòôáàâñčđŋšžŧ]+";
const NORTHERN = new RegExp(`^${PART}(?:[.-]${PART})*$`);

/** The form that addresses have of a domain with æ, ø or å; one with letters of other tongues stays, for it may pass for another. */
export function inTheNetwork(host) {
  const lower = host.toLowerCase();
  return /^[\x00-\x7f]*$/.test(host) || !NORTHERN.test(lower) ? host : (read(lower) ?? host);
}

/** The text with each domain in it as people know it. */
export function lettered(text) {
  return text.replace(/(?<![\p{L}\p{N}_])xn--[a-z0-9-]+/giu, (label) => {
    const letters = decoded(label.slice(4).toLowerCase());
    return letters && NORTHERN.test(letters) && read(letters) === label.toLowerCase() ? letters : label;
  });
}

/** What the browser makes of a host, or null when it is none. */
function read(host) {
  return URL.canParse(`https://${host}`) ? new URL(`https://${host}`).hostname : null;
}

/** Punycode (RFC 3492) as text, or null; browsers can only write it. The names of the numbers are those of the RFC.
 * @param {string} code
 * @returns {string | null}
 */
function decoded(code) {
  const plain = Math.max(code.lastIndexOf("-"), 0);
  const found = [...code.slice(0, plain)];
  let [n, i, bias] = [128, 0, 72];
  for (let at = plain && plain + 1; at < code.length;) {
    const before = i;
    for (let [w, k] = [1, 36]; ; k += 36) {
      if (at === code.length) return null;
      const sign = code.charCodeAt(at++);
      const digit = sign < 58 ? sign - 22 : sign - 97;
      i += digit * w;
      const t = Math.min(Math.max(k - bias, 1), 26);
      if (digit < t) break;
      w *= 36 - t;
    }
    const count = found.length + 1;
    bias = adapted(i - before, count, before === 0);
    n += Math.floor(i / count);
    i %= count;
    if (n > 0x10ffff) return null;
    found.splice(i++, 0, String.fromCodePoint(n));
  }
  return found.join("");
}

/**
 * @param {number} delta
 * @param {number} count
 * @param {boolean} first
 */
function adapted(delta, count, first) {
  let rest = Math.floor(delta / (first ? 700 : 2));
  rest += Math.floor(rest / count);
  let k = 0;
  for (; rest > 455; k += 36) rest = Math.floor(rest / 35);
  return k + Math.floor((36 * rest) / (rest + 38));
}
