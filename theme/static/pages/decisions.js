// All decisions, or those of one kind: what is chosen stands in the address, and the years that have none are put away.

import { element, elements, figure, sentence } from "../js/page.js";

const chosen = element("#kind", HTMLSelectElement);
const shown = element("#shown", HTMLElement);
const years = element("#years", HTMLElement);

chosen.addEventListener("change", () => {
  history.replaceState(null, "", chosen.value ? `?${new URLSearchParams({ kind: chosen.value })}` : location.pathname);
  show();
});
addEventListener("pageshow", fromAddress);
fromAddress();

function fromAddress() {
  const asked = new URLSearchParams(location.search).get("kind") ?? "";
  chosen.value = [...chosen.options].some(({ value }) => value === asked) ? asked : "";
  show();
}

function show() {
  const kind = chosen.value;
  const decisions = elements("li[data-kind]", HTMLLIElement, years);
  for (const one of decisions) one.hidden = kind !== "" && one.dataset.kind !== kind;
  for (const year of elements("details", HTMLDetailsElement, years)) {
    const found = year.querySelector("li[data-kind]:not([hidden])") !== null;
    year.hidden = !found;
    year.open = kind !== "" && found;
  }
  for (const title of elements("h3", HTMLHeadingElement, years)) title.hidden = !title.nextElementSibling?.querySelector("li:not([hidden])");
  shown.textContent = kind ? sentence("shown", { count: figure(decisions.filter((one) => !one.hidden).length) }) : "";
}
