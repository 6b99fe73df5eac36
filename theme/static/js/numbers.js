// Exact look-up: one small file for each prefix of a telephone number, or each ending of an organisation number.

/** The centres that have a number, with ranges counted as every number in them; [] is a certain "nobody here". */
export async function lookUp(query, { base, phoneDepth, organisationDepth }) {
  const isPhone = query.kind === "phone";
  const part = isPhone ? query.value.slice(0, phoneDepth) : query.value.slice(9 - organisationDepth);
  const table = isPhone ? "phone" : "organisation";
  const response = await fetch(`${base}api/v1/lookup/${table}/${part || "all"}.json`);
  if (!response.ok) throw new Error(`look-up answered ${response.status}`);
  const { rows, centres } = await response.json();
  const own = rows.filter(([first, last]) => within(query.value, first, last));
  return [...new Set(own.map(([, , number]) => number))].map((number) => centres[number]);
}

function within(value, first, last) {
  return value.length === first.length && first <= value && value <= last;
}
