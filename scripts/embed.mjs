// The check that stands on other sites, as one script: the same modules as the front page's, with its style inside.
import { readFile } from "node:fs/promises";
import { build } from "esbuild";

const THEME = "theme/static/designsystemet.css";

/** The colours of the theme that a style sheet names, for the light and the dark, as its page or its reader will have it. */
function colours(style, theme) {
  const names = [...new Set(style.match(/--ds-color-[\w-]+/g))];
  const both = names.map((name) => [name, ["light", "dark"].map((scheme) => theme.get(`${scheme} ${name}`))]);
  const lacking = both.filter(([, values]) => values.includes(undefined));
  if (lacking.length) throw new Error(`${THEME} has no ${lacking[0][0]}`);
  const light = both.map(([name, [one]]) => `${name}:${one};`).join("");
  const either = both.map(([name, [one, other]]) => `${name}:light-dark(${one},${other});`).join("");
  return `:host{${light}}@supports (color:light-dark(#000,#fff)){:host{${either}}}`;
}

/** Every colour of the theme by its scheme and name. */
function coloursIn(css) {
  const found = new Map();
  for (const [, scheme, block] of css.matchAll(/\[data-color-scheme="(light|dark)"\]\s*\{([^}]*)\}/g)) {
    for (const [, name, value] of block.matchAll(/(--ds-color-[\w-]+):\s*([^;]+);/g)) found.set(`${scheme} ${name}`, value);
  }
  return found;
}

/** {text, inputs}: the whole script, which fetches nothing but what it is asked about, and the files that it is made of. */
export async function embedded(alias) {
  const theme = coloursIn(await readFile(THEME, "utf8"));
  const style = {
    name: "style",
    setup: ({ onLoad }) => onLoad({ filter: /embed\.css$/ }, async ({ path }) => {
      const own = await readFile(path, "utf8");
      const { outputFiles } = await build({ stdin: { contents: colours(own, theme) + own, loader: "css" }, minify: true, write: false });
      return { contents: outputFiles[0].text, loader: "text" };
    }),
  };
  const { outputFiles, metafile } = await build({
    entryPoints: ["theme/static/embed.js"],
    plugins: [style],
    alias,
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
    legalComments: "eof",
    logLevel: "warning",
    metafile: true,
  });
  return { text: outputFiles[0].text, inputs: Object.keys(metafile.inputs) };
}
