import assert from "node:assert/strict";
import test from "node:test";
import { bitOf, canonical, fromBase58 } from "./proofs.js";

test("JSON in its one form: members in order, no blanks", () => {
  assert.equal(canonical({ b: [1, { z: null, a: "æ" }], a: true }), '{"a":true,"b":[1,{"a":"æ","z":null}]}');
});

test("base58 as Bitcoin writes it; ones in front are noughts", () => {
  assert.deepEqual([...fromBase58("StV1DL6CwTryKyV")], [...new TextEncoder().encode("hello world")]);
  assert.deepEqual([...fromBase58("112")], [0, 0, 1]);
  assert.deepEqual([...fromBase58("")], []);
  assert.throws(() => fromBase58("0OIl"), RangeError);
});

test("bits of a list, the first one leftmost; outside it there are none", async () => {
  const packed = new Response(new Blob([Uint8Array.of(0b0100_0000, 1)]).stream().pipeThrough(new CompressionStream("gzip")));
  const list = `u${Buffer.from(await packed.arrayBuffer()).toString("base64url")}`;
  const bits = await Promise.all([0, 1, 14, 15].map((index) => bitOf(list, index)));
  assert.deepEqual(bits, [false, true, false, true]);
  await assert.rejects(bitOf(list, 16), RangeError);
  await assert.rejects(bitOf(list, -1), RangeError);
});
