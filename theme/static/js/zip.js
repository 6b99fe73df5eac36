// fflate for the Excel libraries, without workers made of text, which the site's security policy refuses.

import { unzipSync, zipSync } from "fflate-itself";

export * from "fflate-itself";

/** As fflate's own `zip`, on this thread; the options may be left out.
 * @param {import("fflate").Zippable} files
 * @param {any[]} rest
 */
export function zip(files, ...rest) {
  finish(zipSync, files, rest);
}

/** As fflate's own `unzip`, on this thread; the options may be left out.
 * @param {Uint8Array} bytes
 * @param {any[]} rest
 */
export function unzip(bytes, ...rest) {
  finish(unzipSync, bytes, rest);
}

/**
 * @param {(given: any, ...rest: any[]) => unknown} work
 * @param {unknown} given
 * @param {any[]} rest
 */
function finish(work, given, rest) {
  const done = rest.pop();
  try {
    done(null, work(given, ...rest));
  } catch (error) {
    done(error, null);
  }
}
