import assert from "node:assert/strict";
import test from "node:test";
import { askedFor, spansIn, wordsOf } from "./folding.js";

test("what is typed is words, whole numbers, or digits that are on their way", () => {
  assert.deepEqual(askedFor("Ærlig Rødrev AS"), { words: ["arlig", "rodrev"], numbers: [], digits: [] });
  assert.deepEqual(askedFor("Ås"), { words: ["as"], numbers: [], digits: [] });
  assert.deepEqual(askedFor("tlf. +47 30 12 34 56"), { words: [], numbers: ["30123456"], digits: [] });
  assert.deepEqual(askedFor("NO 310 000 108 MVA"), { words: [], numbers: ["310000108"], digits: [] });
  assert.deepEqual(askedFor("+47 30 12"), { words: [], numbers: [], digits: ["3012"] });
  assert.deepEqual(askedFor("Senter 24"), { words: ["senter"], numbers: [], digits: ["24"] });
  assert.deepEqual(askedFor("  "), { words: [], numbers: [], digits: [] });
});

test("a row has the words of each of its names, and its numbers with both ends of a range", () => {
  assert.deepEqual(wordsOf(["Listig Rev AS", "Ås", "B&B"]), ["listig", "rev", "as", "b"]);
  assert.deepEqual(spansIn("310 000 108\n20 00 00 00 – 20 00 00 99, 02345"), [["310000108", "310000108"], ["20000000", "20000099"], ["02345", "02345"]]);
});
