import assert from "node:assert/strict";
import test from "node:test";
import { saleAllowed } from "./calling.js";

const HOLIDAYS = ["2026-12-25"];
const CASES = [
  ["2026-11-24T07:59Z", false, "early"],
  ["2026-11-24T08:00Z", true, "open"],
  ["2026-11-24T19:59Z", true, "open"],
  ["2026-11-24T20:00Z", false, "late"],
  ["2026-07-01T07:00Z", true, "open"], // summer time: nine in Oslo
  ["2026-11-28T11:00Z", false, "saturday"],
  ["2026-11-29T11:00Z", false, "sunday"],
  ["2026-12-25T11:00Z", false, "holiday"],
  ["2026-12-24T23:30Z", false, "holiday"], // already Christmas Day in Oslo
];

for (const [moment, allowed, reason] of CASES) {
  test(`${moment}: ${reason}`, () => assert.deepEqual(saleAllowed(new Date(moment), HOLIDAYS), { allowed, reason }));
}
