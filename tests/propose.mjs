// What the page's own script makes of answers: {site, cases: [{act, centre, answers}]} on standard input, results out.
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { address, effect, propose } from "../theme/static/js/proposal.js";

const { site, cases } = JSON.parse(await text(process.stdin));
const json = async (path) => JSON.parse(await readFile(`${site}/rediger/${path}`, "utf8"));
const known = { ...(await json("data.json")), as_of: (await json("../build.json")).as_of };
const code = await readFile(`${site}/rediger/validator.js`, "utf8");
const validators = await import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`);
const sentences = { "no-appeal": "Ingen klage venter på avgjørelse.", taken: "{file}", choose: "?", nothing: "?", "not-there": "?" };
const results = [];
for (const { act, centre: slug, answers } of cases) {
  const centre = slug ? await json(`senter/${slug}.json`) : null;
  const made = propose(act, answers, { known, centre, validators, sentences });
  const sound = made.item && !made.faults.length;
  results.push({
    ...made,
    effect: sound ? effect(made.item, centre, known) : null,
    address: address(act, made.said, centre, { known, repository: "https://github.com/owner/repo" }),
  });
}
console.log(JSON.stringify(results));
