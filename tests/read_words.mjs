// What the page's own reader makes of words: {tables, cases: [[function, …arguments]]} on standard input, results out.
import { text } from "node:stream/consumers";
import * as reading from "../theme/static/js/reading.js";

const { tables, cases } = JSON.parse(await text(process.stdin));
console.log(JSON.stringify(cases.map(([name, ...given]) => reading[name](...given, tables))));
