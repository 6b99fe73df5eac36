import assert from "node:assert/strict";
import test from "node:test";
import { daysOld, isDay, today } from "./days.js";

test("days that exist", () => {
  for (const day of ["2024-02-29", "2026-11-24", "0001-01-01", "9999-12-31"]) assert.ok(isDay(day), day);
});

test("days that do not", () => {
  for (const day of ["2023-02-29", "2026-13-01", "2026-11-31", "0000-01-01", "2026-1-1", "26-11-24", "2026-11-24T00:00", "", "２０26-11-24"]) assert.ok(!isDay(day), day);
});

test("today is Oslo's, which is a day ahead of Greenwich late in the evening", (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: Date.parse("2026-11-24T23:30Z") });
  assert.equal(today(), "2026-11-25");
  assert.equal(daysOld("2026-11-24"), 1);
});
