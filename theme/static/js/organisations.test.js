import assert from "node:assert/strict";
import test from "node:test";
import { answered, decoded, kindOf, linesOf, MOST_LINES, statusOn, understood, Unreadable, unpackedSize } from "./organisations.js";

const WRITTEN = {
  310000108: [["310000108", null]],
  "NO 310 000 108 MVA": [["310000108", null]],
  NO310000108MVA: [["310000108", null]],
  "310.000.108": [["310000108", null]],
  "310\u00a0000\u00a0108": [["310000108", null]],
  "３１０００010８": [["310000108", null]],
  "310000108, 310004219": [["310000108", null], ["310004219", null]],
  "310000108 og 310000108": [["310000108", null]],
  "Rev AS;0155;20 00 00 00;310000108": [["310000108", null]],
  310000109: [["310000109", "check-digit"]],
  31000010: [[null, "not-nine"]],
  3100001080: [[null, "not-nine"]],
  "Bare et navn": [[null, "no-number"]],
  "Hus 12": [[null, "no-number"]],
};

for (const [text, expected] of Object.entries(WRITTEN)) {
  test(`organisation numbers in ${text}`, () => {
    assert.deepEqual(understood([text]).items.map(({ number, reason }) => [number, reason]), expected);
  });
}

const reasonOf = (work) => {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof Unreadable);
    return error.reason;
  }
  return null;
};

test("a first line of column names is no line of the list", () => {
  const { items, heading } = understood(["Navn;Org.nr", "", "Rev;310000108"]);
  assert.deepEqual([heading, items.map(({ line, number }) => [line, number])], ["Navn;Org.nr", [[3, "310000108"]]]);
  assert.equal(understood(["Navn"]).heading, null);
});

test("what cannot be read says why", () => {
  assert.equal(reasonOf(() => understood([" ", "\ufeff"])), "empty");
  assert.equal(reasonOf(() => understood(Array(MOST_LINES + 1).fill("1"))), "too-many");
  assert.equal(reasonOf(() => decoded(Uint8Array.of(0x61, 0, 1, 2))), "binary");
  assert.equal(reasonOf(() => unpackedSize(Uint8Array.of(0x50, 0x4b, 3, 4, ...Array(40).fill(0)))), "not-a-workbook");
});

test("files are known by their first bytes and their encoding", () => {
  assert.deepEqual([kindOf(Uint8Array.of(0x50, 0x4b, 3, 4)), kindOf(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0)), kindOf(Uint8Array.of(0x41))], ["workbook", "old-excel", "text"]);
  assert.equal(decoded(Uint8Array.of(0xc6, 0x72, 0x6c, 0x69, 0x67)), "Ærlig"); // Windows-1252
  assert.equal(decoded(new TextEncoder().encode("Ærlig")), "Ærlig");
  assert.equal(decoded(Uint8Array.of(0xff, 0xfe, 0xc6, 0, 0x72, 0)), "Ær");
  assert.deepEqual(linesOf("a\r\nb\rc\nd\u2028e"), ["a", "b", "c", "d", "e"]);
});

test("the status that is told of a day", () => {
  const history = [["2020-01-01", "approved"], ["2023-01-01", "expired"]];
  const days = ["2019-12-31", "2020-01-01", "2022-12-31", "2023-01-01"];
  assert.deepEqual(days.map((day) => statusOn(history, day)), ["none", "approved", "approved", "expired"]);
});

test("a number that comes again says where it came first, and an unknown one is unregistered", () => {
  const centres = new Map([["310000108", { history: [["2020-01-01", "approved"]] }]]);
  const { items } = understood(["310000108", "310004219", "310000108", "310000109"]);
  const found = answered(items, centres, "2026-11-24").map(({ status, reason, again }) => [status, reason, again]);
  assert.deepEqual(found, [["approved", null, null], [null, "unregistered", null], ["approved", null, 1], [null, "check-digit", null]]);
});
