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
const made = Object.entries(metafile.outputs).filter(([, info]) => info.entryPoint);
console.log(JSON.stringify(Object.fromEntries(made.map(([file, info]) => [path.parse(info.entryPoint).name, path.basename(file)]))));
