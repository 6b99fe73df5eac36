// A list of centres as files: CSV, JSON, Excel, and OPML with the feeds of its centres.

import { about, columns, rowsOf } from "./columns.js";
import { buyersFile, save } from "./download.js";
import { sentence } from "./sentences.js";
import { csv, opml } from "./sheets.js";
import { workbookIn } from "./worker.js";

/**
 * Let the buttons with data-download in `area` save the list. `chosen()` gives {slugs, filter}: the slugs in their order,
 * and in words what they were chosen by.
 */
export function offerFiles(area, { buyers, language, worker }, chosen) {
  const said = area.querySelector("[data-said]");
  for (const button of area.querySelectorAll("[data-download]")) {
    button.addEventListener("click", async () => {
      said.textContent = sentence("making");
      try {
        const register = await buyersFile(buyers);
        const { slugs, filter } = chosen();
        const bySlug = new Map(register.centres.map((centre) => [centre.slug, centre]));
        const list = { register, filter, language, worker, centres: slugs.map((slug) => bySlug.get(slug)).filter(Boolean) };
        const name = await makers[button.dataset.download](list);
        said.textContent = sentence("made", { name });
      } catch {
        said.textContent = sentence("not-made");
      }
    });
  }
}

const makers = {
  csv({ register, centres, language }) {
    return saved(`sentre-${register.as_of}.csv`, "text/csv", csv(rowsOf(centres, columns(register, language))));
  },
  json({ register, centres, filter }) {
    const { centres: _, total: __, ...head } = register;
    const held = { ...head, filter, address: location.href, total: centres.length, centres };
    return saved(`sentre-${register.as_of}.json`, "application/json", `${JSON.stringify(held, null, 1)}\n`);
  },
  async xlsx({ register, centres, filter, language, worker }) {
    const all = columns(register, language);
    const terms = about(register, [[sentence("about-filter"), filter], [sentence("about-count"), centres.length]]);
    const sheets = [
      { name: sentence("sheet-about"), rows: terms, widths: [28, 90], heading: 0 },
      { name: sentence("sheet-centres"), rows: rowsOf(centres, all), widths: all.map(([, width]) => width), heading: 1 },
    ];
    return saved(`sentre-${register.as_of}.xlsx`, "", await workbookIn(worker, sheets));
  },
  opml({ register, centres, filter, language }) {
    const at = register.site_url;
    const feeds = centres.map(({ name, slug }) => ({ title: name, address: `${at}/sentre/${slug}/feed.atom`, page: `${at}/${language}sentre/${slug}/` }));
    const every = { title: sentence("feed-of-all"), address: `${at}/${language}vedtak/feed.atom`, page: `${at}/${language}vedtak/` };
    return saved("sentre.opml", "text/x-opml", opml(`${sentence("opml-title")}: ${filter}`, [every, ...feeds]));
  },
};

function saved(name, type, content) {
  save(name, type, content);
  return name;
}
