// Exact look-up: one small file for each prefix of a telephone number, or each ending of an organisation number.

import { fetchedJson } from "./fetched.js";

/**
 * {centres, former}: who has a number today, ranges counted as every number in them, and who had it before and until
 * when. Two empty lists are a certain "nobody".
 */
export async function lookUp({ kind, value }, { base, phoneDepth, organisationDepth, today }) {
  const isPhone = kind === "phone";
  const part = isPhone ? value.slice(0, phoneDepth) : value.slice(9 - organisationDepth);
  const table = isPhone ? "phone" : "organisation";
  const { rows, centres } = await fetchedJson(`${base}api/v1/lookup/${table}/${part || "all"}.json`);
  const own = rows.filter(([first, last]) => within(value, first, last));
  const current = own.filter(([, , , since, until]) => !(since > today()) && !(until < today()));
  const former = own.filter(([, , , , until]) => until < today());
  return {
    centres: [...new Set(current.map(([, , number]) => number))].map((number) => centres[number]),
    former: former.map(([, , number, , until]) => ({ centre: centres[number], until })),
  };
}

function within(value, first, last) {
  return value.length === first.length && first <= value && value <= last;
}
