import assert from "node:assert/strict";
import test from "node:test";
import { askedFor, readingsOf } from "./folding.js";

const FOLD = { æ: "ae", ø: "o", å: "a" };

test("æ and ø are read in both ways that people write them", () => {
  assert.deepEqual(readingsOf("Ærlig Rødrev", FOLD), [["aerlig", "rodrev"], ["arlig", "roedrev"]]);
  assert.deepEqual(readingsOf("Rev", FOLD), [["rev"]]);
});

test("what is typed is words of letters and runs of digits", () => {
  assert.deepEqual(askedFor("Rev AS +47 30 12", { fold: FOLD, skipped: ["as"] }), { words: ["rev"], digits: ["3012"] });
});
