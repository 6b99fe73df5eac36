import assert from "node:assert/strict";
import test from "node:test";
import { filled } from "./page.js";

test("every place is filled, as often as it stands", () => assert.equal(filled("{a} og {b} og {a}", { a: 1, b: "to" }), "1 og to og 1"));
test("a place without a value stays", () => assert.equal(filled("{a} {b}", { a: null, b: undefined }), "{a} {b}"));
test("a value is text, never a pattern", () => assert.equal(filled("{a}", { a: "$& {b}", b: "x" }), "$& {b}"));
test("nought and nothing written are values", () => assert.equal(filled("[{a}{b}]", { a: 0, b: "" }), "[0]"));
