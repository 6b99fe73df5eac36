// What a centre's status is by the reader's own clock.

import tables from "#asked" with { type: "json" };
import { today } from "./days.js";

/** An approval lapses by the reader's clock too, should what was fetched be older than its last day. */
export function statusToday({ status, valid_until: until }) {
  return tables.running.includes(status) && until < today() ? "expired" : status;
}

/** The answer that fits the centre: its status, or that its approval went over to another number. */
export function shownAs(centre) {
  return centre.successor ? "transferred" : statusToday(centre);
}
