// Search for names with lunr.js, loaded the first time a name is asked for. User text never reaches lunr's own query
// language: terms are given one by one.

const loaded = new Map();

/** The centres whose names fit, best first: exact words before beginnings, beginnings before one slip. */
export async function findNames(text, places) {
  const [lunr, data] = await Promise.all([engine(places.lunr), json(`${places.base}search/names.json`)]);
  if (!data.index) return [];
  const index = (data.loadedIndex ??= lunr.Index.load(data.index));
  const terms = termsOf(text, data);
  if (!terms.length) return [];
  return ranked(index, terms, lunr).map((ref) => data.centres[Number(ref)]);
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
  const folded = [...text.toLowerCase()].map((c) => fold[c] ?? c).join("").replaceAll("aa", "a");
  const words = folded.match(/\p{L}+/gu) ?? [];
  return words.filter((word) => word.length > 1 && !skipped.includes(word));
}

function ranked(index, terms, lunr) {
  const trailing = lunr.Query.wildcard.TRAILING;
  const scores = new Map();
  for (const term of terms) {
    const hits = index.query((query) => {
      query.term(term, { boost: 10, usePipeline: false });
      query.term(term, { boost: 3, wildcard: trailing, usePipeline: false });
      if (term.length > 3) query.term(term, { editDistance: 1, usePipeline: false });
    });
    for (const { ref, score } of hits) {
      const held = scores.get(ref) ?? { words: 0, score: 0 };
      scores.set(ref, { words: held.words + 1, score: held.score + score });
    }
  }
  const most = Math.max(0, ...[...scores.values()].map((held) => held.words));
  const kept = [...scores].filter(([, held]) => held.words === most && 2 * most >= terms.length);
  return kept.sort((a, b) => b[1].score - a[1].score || a[0] - b[0]).map(([ref]) => ref);
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
