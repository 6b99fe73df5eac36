// fflate for the Excel libraries, without workers made of text, which the site's security policy refuses.

import { unzipSync, zipSync } from "fflate-itself";

export * from "fflate-itself";

/** As fflate's own `zip`, on this thread. */
export function zip(files, options, done) {
  finish(() => zipSync(files, options), done);
}

/** As fflate's own `unzip`, on this thread. */
export function unzip(bytes, options, done) {
  finish(() => unzipSync(bytes, options), done);
}

function finish(work, done) {
  try {
    done(null, work());
  } catch (error) {
    done(error, null);
  }
}
