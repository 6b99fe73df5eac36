import assert from "node:assert/strict";
import test from "node:test";
import { csv, harmless, opml } from "./sheets.js";

for (const cell of ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "＋1", "－1", "＠x"]) {
  test(`${JSON.stringify(cell)} is made harmless`, () => assert.equal(harmless(cell), `'${cell}`));
}

test("ordinary text stays as it is", () => assert.equal(harmless("Æ – a=b"), "Æ – a=b"));

test("cells of every kind", () => {
  const rows = [["a;b", 'say "x"', null, 4.5, { day: "2026-11-24" }, "line\nbreak", "Æ – ordinary", " kant"]];
  assert.equal(csv(rows), '\ufeff"a;b";"say ""x""";;4,5;2026-11-24;"line\nbreak";Æ – ordinary;" kant"\r\n');
});

test("OPML holds text as text", () => {
  const made = opml("<&>", [{ title: '"\u0001<b>', address: "https://x.example/?a=1&b=2", page: "y" }]);
  for (const part of ["&lt;&amp;&gt;", 'text="&quot;\ufffd&lt;b&gt;"', "a=1&amp;b=2"]) assert.ok(made.includes(part), part);
});
