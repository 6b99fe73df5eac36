// Compiles the schema of a centre into a script that checks without eval: the schema on standard input, the script out.
//   node scripts/validator.mjs < centre.schema.json
//   node scripts/validator.mjs --packages < centre.schema.json     # the packages whose code is in it, as JSON
import { text } from "node:stream/consumers";
import Ajv from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import addFormats from "ajv-formats";
import { build } from "esbuild";
import { packageOf } from "./packages.mjs";

const schema = JSON.parse(await text(process.stdin));
const ajv = new Ajv.default({ allErrors: true, verbose: false, strict: false, code: { source: true, esm: true } });
(addFormats.default ?? addFormats)(ajv, ["date"]);
for (const word of ["errorMessage", "x-tip", "x-en", "x-labels"]) ajv.addKeyword(word);
ajv.addSchema(schema, "centre");
ajv.addSchema({ $ref: "centre#/$defs/decision" }, "decision");
const contents = standalone.default(ajv, { centre: "centre", decision: "decision" });
const { outputFiles, metafile } = await build({
  stdin: { contents, resolveDir: process.cwd() },
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
  preserveSymlinks: true,
  metafile: true,
  write: false,
});
const [made] = Object.values(metafile.outputs);
const packages = [...new Set(Object.keys(made.inputs).map(packageOf).filter(Boolean))].sort();
process.stdout.write(process.argv.includes("--packages") ? JSON.stringify(packages) : outputFiles[0].text);
