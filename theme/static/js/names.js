// Search for names with lunr.js, loaded the first time a name is asked for. User text never reaches lunr's own query
// language: terms are given one by one.

const loaded = new Map();

/**
 * {centres, near}: the centres whose names fit, best first, those with every word in one name before others; where none
 * fits, those whose names come nearest.
 */
export async function findNames(text, places) {
  const [lunr, data] = await Promise.all([engine(places.lunr), json(`${places.base}search/names.json`)]);
  if (!data.index) return { centres: [], near: [] };
  const index = (data.loadedIndex ??= lunr.Index.load(data.index));
  const terms = termsOf(text, data);
  const centresOf = (refs) => refs.map((ref) => data.centres[Number(ref)]);
  const found = centresOf(terms.length ? bestReading(index, terms, lunr) : []);
  if (!found.length) return { centres: [], near: centresOf(ranked(index, terms, lunr, 2, 1)).slice(0, 3) };
  const whole = found.filter((centre) => hasInOneName(centre, terms, data));
  return { centres: [...whole, ...found.filter((centre) => !whole.includes(centre))], near: [] };
}

function hasInOneName({ name, also }, terms, data) {
  return [name, ...also].some((one) => terms.every((term) => termsOf(one, data).includes(term)));
}

/** The centres that have registered a host name, or one that it is under. */
export async function findHost(host, places) {
  const data = await json(`${places.base}search/names.json`);
  const fits = (own) => host === own || host.endsWith(`.${own}`);
  return data.centres.filter((centre) => centre.hosts.some(fits));
}

/** The prose pages that fit, best first. */
export async function findPages(text, places) {
  const path = `${places.base}search/pages-${places.language}.json`;
  const [lunr, data] = await Promise.all([norwegianEngine(places), json(path)]);
  if (!data.index) return [];
  const index = (data.loadedIndex ??= lunr.Index.load(data.index));
  const terms = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const hits = index.query((query) => terms.forEach((term) => query.term(term)));
  return hits.filter((hit) => hit.score > 1).slice(0, 3).map((hit) => data.pages[Number(hit.ref)]);
}

/** Words folded by the table that came with the index, without digits, single letters and words that tell nothing. */
export function termsOf(text, { fold, skipped }) {
  const folded = [...text.normalize("NFC").toLowerCase()].map((c) => fold[c] ?? c).join("").replaceAll("aa", "a");
  const words = folded.match(/\p{L}+/gu) ?? [];
  return words.filter((word) => word.length > 1 && !skipped.includes(word));
}

/** The query as typed; when it finds nothing, with its words written together, or one word taken apart. */
function bestReading(index, terms, lunr) {
  const asTyped = ranked(index, terms, lunr, 1, terms.length);
  if (asTyped.length) return asTyped;
  const readings = [];
  for (let i = 0; i + 1 < terms.length; i += 1) readings.push([...terms.slice(0, i), terms[i] + terms[i + 1], ...terms.slice(i + 2)]);
  terms.forEach((term, i) => {
    for (let cut = 2; cut <= term.length - 2; cut += 1) {
      readings.push([...terms.slice(0, i), term.slice(0, cut), term.slice(cut), ...terms.slice(i + 1)]);
    }
  });
  for (const reading of readings) {
    const refs = ranked(index, reading, lunr, 0, reading.length);
    if (refs.length) return refs;
  }
  return ranked(index, terms, lunr, 1, Math.ceil(terms.length / 2));
}

/** Refs that match at least `least` of the words: exact before beginning, beginning before a slip. */
function ranked(index, terms, lunr, slips, least) {
  const scores = new Map();
  for (const term of terms) {
    for (const [ref, score] of scoresOf(index, term, lunr, slips)) {
      const held = scores.get(ref) ?? { words: 0, score: 0 };
      scores.set(ref, { words: held.words + 1, score: held.score + score });
    }
  }
  const most = Math.max(0, ...[...scores.values()].map((held) => held.words));
  const kept = [...scores].filter(([, held]) => held.words === most && most >= least);
  return kept.sort((a, b) => b[1].score - a[1].score || a[0] - b[0]).map(([ref]) => ref);
}

/** lunr weighs a rare word more; how well the word fits must come first, so each kind of fit has a floor of its own. */
function scoresOf(index, term, lunr, slips) {
  const trailing = lunr.Query.wildcard.TRAILING;
  const fits = [
    [{ usePipeline: false }, 300],
    [{ usePipeline: false, wildcard: trailing }, 200],
    ...(slips && term.length > 3 ? [[{ usePipeline: false, editDistance: term.length > 5 ? slips : 1 }, 100]] : []),
  ];
  const best = new Map();
  for (const [options, floor] of fits) {
    for (const { ref, score } of index.query((query) => query.term(term, options))) {
      if (!best.has(ref)) best.set(ref, floor + Math.min(99, score));
    }
  }
  return best;
}

function json(address) {
  return once(address, async () => {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`index answered ${response.status}`);
    return response.json();
  });
}

async function engine(address) {
  await script(address);
  return window.lunr;
}

/** lunr with the Norwegian stemmer registered, which the pages' index was built with. */
async function norwegianEngine(places) {
  const lunr = await engine(places.lunr);
  if (places.language !== "en") {
    await script(places.stemmer); // the language needs it to be there
    await script(places.norwegian);
  }
  return lunr;
}

function script(address) {
  return once(address, () => new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement("script"), { src: address, onload: resolve });
    element.onerror = () => reject(new Error("script did not load"));
    document.head.append(element);
  }));
}

/** What `make` gives, asked for once; after a failure it may be asked for again. */
function once(key, make) {
  if (!loaded.has(key)) {
    const asked = make();
    loaded.set(key, asked);
    asked.catch(() => loaded.delete(key));
  }
  return loaded.get(key);
}

