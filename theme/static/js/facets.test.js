import assert from "node:assert/strict";
import test from "node:test";
import { fromQuery, narrowed, picked, slugsOf, sorted, survey, toQuery } from "./facets.js";

const FACETS = ["status", "services", "county"];
const nothing = fromQuery("", FACETS);
const row = (place, values, more = {}) => ({
  place, values: { status: [], services: [], county: [], ...values }, since: null, size: null, rate: null, few: false, words: ["rev"], written: "Rev", spans: [], ...more,
});

test("the address is read back as it was written", () => {
  const query = "?q=%C3%A6%26+b&status=approved&status=warned&county=M%C3%B8re+og+Romsdal&all=1&since=2020-02-29&sort=rate&view=cards&s=a,b";
  assert.equal(toQuery(fromQuery(query, FACETS)), query);
  assert.equal(toQuery(fromQuery("?since=2021-02-29&sort=x&view=y&other=1", FACETS)), "");
  assert.deepEqual(fromQuery("?status=approved&status=approved", FACETS).chosen.status, ["approved"]);
});

test("slugs are given with commas between or several times", () => {
  assert.deepEqual(slugsOf(new URLSearchParams("s=a,b&s=b,,c&s=")), ["a", "b", "c"]);
});

test("the fifth is refused, and one that is there already is not", () => {
  const full = ["a", "b", "c", "d"];
  assert.deepEqual(picked(full, "e", true), { slugs: full, refused: true });
  assert.deepEqual(picked(full, "d", true), { slugs: full, refused: false });
  assert.deepEqual(picked(["a", "b"], "a", false), { slugs: ["b"], refused: false });
});

test("within a facet one value is enough, and a count heeds every facet but its own", () => {
  const rows = [row(0, { status: ["approved"], services: ["sales"] }), row(1, { status: ["warned"], services: ["sales", "support"] }), row(2, { status: ["expired"], services: ["support"] })];
  const state = { ...nothing, chosen: { ...nothing.chosen, status: ["approved", "warned"], services: ["support"] } };
  const { found, counts } = survey(rows, state, { words: [], numbers: [], digits: [] });
  assert.deepEqual(found.map(({ place }) => place), [1]);
  assert.deepEqual(Object.fromEntries(counts.status), { warned: 1, expired: 1 });
  assert.deepEqual(Object.fromEntries(counts.services), { sales: 2, support: 1 });
});

test("words begin the row's words, a number is in one of its ranges, digits are in one, and a day is the latest that fits", () => {
  const rows = [row(0, {}, { words: ["listig", "rev"], written: "Listig Rev 24 AS", spans: [["310000108", "310000108"], ["20000000", "20000099"]], since: "2020-01-02" })];
  const fits = (asked, since = "") => survey(rows, { ...nothing, since }, { words: [], numbers: [], digits: [], ...asked }).found.length === 1;
  assert.ok(fits({ words: ["lis", "rev"], digits: ["00010"] }) && fits({}, "2020-01-02") && fits({}, "2020-01-03"));
  assert.ok(fits({ numbers: ["20000005"] }) && fits({ numbers: ["310000108"] }) && fits({ digits: ["24"] }));
  assert.ok(!fits({ words: ["ev"] }) && !fits({ digits: ["99999"] }) && !fits({ numbers: ["20000100"] }) && !fits({}, "2020-01-01"));
});

test("those without the figure come last, and equal ones stand by place", () => {
  const rows = [row(0, {}, { rate: null }), row(1, {}, { rate: 3, size: 5 }), row(2, {}, { rate: 1, size: 9, since: "2021-01-01" }), row(3, {}, { rate: 1, since: "2020-01-01" })];
  const order = (sort) => sorted(rows, sort).map(({ place }) => place);
  assert.deepEqual([order("name"), order("rate"), order("size"), order("since")], [[0, 1, 2, 3], [2, 3, 1, 0], [2, 1, 0, 3], [3, 2, 0, 1]]);
});

test("a rate among few calls never comes before one among many", () => {
  const rows = [row(0, {}, { rate: 0, few: true }), row(1, {}, { rate: 5 }), row(2, {}, { rate: 1 }), row(3, {}, { rate: null })];
  assert.deepEqual(sorted(rows, "rate").map(({ place }) => place), [2, 1, 0, 3]);
});

test("the approved are looked among, unless a status, a name or everybody is asked for", () => {
  const among = (query) => narrowed(fromQuery(query, FACETS), ["approved", "warned"]).chosen.status;
  assert.deepEqual(among("?county=Oslo"), ["approved", "warned"]);
  assert.deepEqual([among("?all=1"), among("?q=rev"), among("?status=expired")], [[], [], ["expired"]]);
});
