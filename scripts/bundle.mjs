// Bundles the theme's style sheet and page scripts with esbuild, and prints as JSON where each one went, what it imports,
// and the script that stands on other sites.
//   node scripts/bundle.mjs OUTPUT_FOLDER ASKED.json ENTRY...
import path from "node:path";
import { build } from "esbuild";
import { embedded } from "./embed.mjs";
import { packageOf } from "./packages.mjs";

const [outdir, asked, ...entryPoints] = process.argv.slice(2);
const alone = embedded({ "#asked": asked });
const { metafile } = await build({
  entryPoints,
  outdir,
  alias: {
    "#asked": asked,
    fflate: path.resolve("theme/static/js/zip.js"),
    "fflate-itself": path.resolve("node_modules/fflate/esm/browser.js"),
  },
  bundle: true,
  minify: true,
  splitting: true, // what not every reader needs is loaded only when it is needed
  format: "esm",
  target: "es2022",
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  loader: { ".woff2": "file" },
  preserveSymlinks: true, // the names of files must not follow from where the packages happen to lie
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
});
// An entry goes by its own name, the typeface as the letters, a chunk that entries share by its file's name.
const { outputs } = metafile;
const nameOf = (file) => (file.endsWith(".woff2") ? "letters" : path.parse(outputs[file].entryPoint ?? file).name);
const scripts = Object.keys(outputs).filter((file) => file.endsWith(".js"));

/** Every script that one imports, directly or not; later ones only when `late` is set. */
function imported(file, late, seen = new Set()) {
  for (const { path: other, kind, external } of outputs[file].imports) {
    if (external || seen.has(other) || (kind === "dynamic-import" && !late)) continue;
    seen.add(other);
    imported(other, late, seen);
  }
  return seen;
}

const listed = (late) => Object.fromEntries(scripts.map((file) => [nameOf(file), [...imported(file, late)].map(nameOf)]));
const files = Object.fromEntries(Object.keys(outputs).map((file) => [nameOf(file), path.basename(file)]));
const { text: embed, inputs } = await alone;
const used = Object.values(outputs).flatMap(({ inputs: own }) => Object.keys(own).filter((name) => own[name].bytesInOutput));
const packages = [...new Set([...used, ...inputs].map(packageOf).filter(Boolean))].sort();
console.log(JSON.stringify({ files, needs: listed(false), mayLoad: listed(true), embed, packages }));
