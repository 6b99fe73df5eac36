// Draws charts with Vega-Lite: specifications as a JSON object on standard input, drawings under the same names as JSON out.
//   node scripts/charts.mjs < SPECIFICATIONS.json
import { text } from "node:stream/consumers";
import { parse, View } from "vega";
import { compile } from "vega-lite";

const specifications = JSON.parse(await text(process.stdin));
const drawn = {};
for (const [name, specification] of Object.entries(specifications)) {
  const view = new View(parse(compile(specification).spec), { renderer: "none" });
  drawn[name] = await view.toSVG();
}
process.stdout.write(JSON.stringify(drawn));
