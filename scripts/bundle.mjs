// Bundles the theme's style sheet and page scripts with esbuild, and prints where each one went, as JSON.
//   node scripts/bundle.mjs OUTPUT_FOLDER TOKENS.css ENTRY...
import path from "node:path";
import { build } from "esbuild";

const [outdir, tokens, ...entryPoints] = process.argv.slice(2);
const { metafile } = await build({
  entryPoints,
  outdir,
  alias: { "theme-tokens": tokens },
  bundle: true,
  minify: true,
  splitting: true, // what not every reader needs is loaded only when it is needed
  format: "esm",
  target: "es2022",
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
});
// An entry goes by its own name, a chunk that entries share by its file's.
const nameOf = ([file, info]) => path.parse(info.entryPoint ?? file).name;
const made = Object.entries(metafile.outputs).map((output) => [nameOf(output), path.basename(output[0])]);
console.log(JSON.stringify(Object.fromEntries(made)));
