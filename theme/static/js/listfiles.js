// A list of centres as files: CSV, JSON, Excel, and OPML with the feeds of its centres.

import { about, columns, rowsOf } from "./columns.js";
import { buyersFile, save } from "./download.js";
import { element, elements, filled, sentence } from "./page.js";
import { csv, opml } from "./sheets.js";
import { workbookIn } from "./worker.js";

/** Where the page says that things are: `centre` and `feed` are paths with `{slug}` in them.
 * @typedef {{buyers: string, worker: string, centre: string, feed: string, decisions: string, decisionsFeed: string, several: string}} Places
 */
/** @typedef {{register: BuyersFile, centres: BuyersCentre[], filter: string, places: Places}} List */

/**
 * Let the buttons with data-download in `area` save the list. `chosen()` gives the slugs in their order, and in words what
 * they were chosen by. `data` is the data of the page, which has the Places.
 * @param {Element} area
 * @param {DOMStringMap} data
 * @param {() => Promise<{slugs: string[], filter: string}>} chosen
 */
export function offerFiles(area, data, chosen) {
  const places = /** @type {Places} */ (/** @type {unknown} */ (data));
  const said = element("[data-said]", HTMLElement, area);
  for (const button of elements("button[data-download]", HTMLButtonElement, area)) {
    button.addEventListener("click", async () => {
      said.textContent = sentence("making");
      try {
        const register = await buyersFile(places.buyers);
        const { slugs, filter } = await chosen();
        const bySlug = new Map(register.centres.map((centre) => [centre.slug, centre]));
        const list = { register, filter, places, centres: slugs.flatMap((slug) => bySlug.get(slug) ?? []) };
        const name = await makers[button.dataset.download ?? ""](list);
        said.textContent = sentence("made", { name });
      } catch {
        said.textContent = sentence("not-made");
      }
    });
  }
}

const tabled = (/** @type {List} */ { register, places }) => columns(register, { several: places.several.split(" "), page: places.centre });

/** @type {Record<string, (list: List) => string | Promise<string>>} */
const makers = {
  csv(list) {
    return saved(`sentre-${list.register.as_of}.csv`, "text/csv", csv(rowsOf(list.centres, tabled(list))));
  },
  json({ register, centres, filter }) {
    const { site_url, commit, demonstration, as_of, generated_at, schema_version } = register;
    const head = { schema_version, generated_at, as_of, demonstration, site_url, commit };
    const held = { ...head, filter, address: location.href, total: centres.length, centres };
    return saved(`sentre-${register.as_of}.json`, "application/json", `${JSON.stringify(held, null, 1)}\n`);
  },
  async xlsx(list) {
    const { register, centres, filter, places } = list;
    const all = tabled(list);
    const terms = about(register, [[sentence("about-filter"), filter], [sentence("about-count"), centres.length]]);
    const sheets = [
      { name: sentence("sheet-centres"), rows: rowsOf(centres, all), widths: all.map(([, width]) => width), heading: 1 },
      { name: sentence("sheet-about"), rows: terms, widths: [28, 90], heading: 0 },
    ];
    return saved(`sentre-${register.as_of}.xlsx`, "", await workbookIn(places.worker, sheets));
  },
  opml({ register, centres, filter, places }) {
    const at = (/** @type {string} */ path, slug = "") => `${register.site_url}/${filled(path, { slug })}`;
    const feeds = centres.map(({ name, slug }) => ({ title: name, address: at(places.feed, slug), page: at(places.centre, slug) }));
    const every = { title: sentence("feed-of-all"), address: at(places.decisionsFeed), page: at(places.decisions) };
    return saved("sentre.opml", "text/x-opml", opml(`${sentence("opml-title")}: ${filter}`, [every, ...feeds]));
  },
};

/**
 * @param {string} name
 * @param {string} type
 * @param {string | Blob} content
 */
function saved(name, type, content) {
  save(name, type, content);
  return name;
}
