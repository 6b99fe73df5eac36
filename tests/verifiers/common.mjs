// What the judges share: the question from standard input, a clock that stands still, and a network that is a table.
// The question is {now, samples: {name: {credential, world: {url: document}}}}; the answer {name: [what is wrong …]}.
import { readFileSync } from "node:fs";

export const { now, samples } = JSON.parse(readFileSync(0, "utf8"));
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...given) {
    super(...(given.length ? given : [now]));
  }
  static now() {
    return new RealDate(now).getTime();
  }
};

export async function answer(judge) {
  const told = {};
  for (const [name, { credential, world }] of Object.entries(samples)) {
    told[name] = await judge(credential, world).catch((error) => [String(error)]);
  }
  console.log(JSON.stringify(told));
}
