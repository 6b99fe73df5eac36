// Whether what was asked for is a whole name or site of somebody's. Pure. A verdict belongs to these fits alone: a name
// of which every word is accounted for, a site, or a mailbox. Anything less is at most a question back.

import tables from "#asked" with { type: "json" };

const SLIP = { word: 5, name: 8 }; // letters that a word, and a whole name, must have for one slip to be seen as one
const PLAIN = /^[a-z0-9æøåäö]+$/; // what a keyboard here has; a reader leaves marks out, and adds none

/** Whether every word of the one is a word of the other in the same order, blanks and signs aside, with the same form or none. */
export function isWhole(asked, name) {
  return asked.key !== "" && asked.key === name.key && sameForm(asked, name) && addsNothing(asked, name);
}

function sameForm(asked, name) {
  return !asked.form || asked.form === name.form;
}

/** Folding lets letters be left out; one that the name does not have and no keyboard here gives is somebody else's. */
function addsNothing(asked, name) {
  return asked.written.every((word) => PLAIN.test(word) || name.written.includes(word));
}

/** Whether one slip of the hand, in one long word, is all that is between them; a letter that looks like another is none. */
export function isSlip(asked, name, isKnownWord) {
  if (asked.words.length !== name.words.length || name.key.length < SLIP.name || !sameForm(asked, name) || !addsNothing(asked, name)) return false;
  const apart = asked.words.flatMap((word, i) => (word === name.words[i] ? [] : [i]));
  if (apart.length !== 1) return false;
  const [place] = apart;
  const [word, right] = [asked.words[place], name.words[place]];
  const isNear = oneApart(word, right) || oneApart(asked.written[place], name.written[place]); // å and e beside each other fold into one
  return right.length >= SLIP.word && word[0] === right[0] && !/\d/.test(word + right) && !isKnownWord(word) && isNear && !looksLike(word, right);
}

/** Whether two words are one letter apart: left out, too many, another, or two that changed places. */
export function oneApart(one, other) {
  if (Math.abs(one.length - other.length) > 1 || one === other) return false;
  const [shorter, longer] = one.length < other.length ? [one, other] : [other, one];
  let same = 0;
  while (same < shorter.length && shorter[same] === longer[same]) same += 1;
  if (shorter.length < longer.length) return longer.slice(same + 1) === shorter.slice(same);
  if (shorter.slice(same + 1) === longer.slice(same + 1)) return true;
  return shorter[same] === longer[same + 1] && shorter[same + 1] === longer[same] && shorter.slice(same + 2) === longer.slice(same + 2);
}

/** Whether two texts would be taken for each other by the eye: l for i, rn for m, 0 for o. */
export function looksLike(one, other) {
  return drawn(one) === drawn(other);
}

function drawn(text) {
  return tables.look_alikes.reduce((all, [signs, seen]) => all.replaceAll(signs, seen), text);
}

/** Whether a host and path are in a registered site: [host, path]. A site with a path counts with that path alone.
 * @param {string} host
 * @param {string} path
 * @param {string[]} site
 */
export function isAt(host, path, [ownHost, ownPath]) {
  if (ownPath) return host === ownHost && (path === ownPath || path.startsWith(ownPath.endsWith("/") ? ownPath : `${ownPath}/`) || `${path}/` === ownPath);
  return host === ownHost || host.endsWith(`.${ownHost}`);
}

/** How well a word of a name meets a word that was asked for: 4 the same, 3 begun, 2 one slip away, 0 not at all.
 * @param {string} own
 * @param {string} asked
 */
export function meets(own, asked) {
  if (own === asked) return 4;
  if (asked.length > 1 && own.startsWith(asked)) return 3;
  return asked.length > 2 && oneApart(asked, own) ? 2 : 0;
}
