import assert from "node:assert/strict";
import test from "node:test";

import { askedIn } from "./shared.js";

test("a question is asked as it stands, and what was shared in its parts", () => {
  assert.equal(askedIn("?q=30+12+34+56"), "30 12 34 56");
  assert.equal(askedIn("?text=Ring+30123456%0Ahilsen+Kari&title=SMS"), "Ring 30123456\nhilsen Kari");
  assert.equal(askedIn("?title=Vinn+en+tur&text=&url=https%3A%2F%2Fond.example%2F"), "https://ond.example/");
  assert.equal(askedIn("?title=Listig+Rev"), "Listig Rev");
  assert.equal(askedIn(""), "");
});
