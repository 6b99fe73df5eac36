// Before anything is drawn: where the address asks something, what stands under the answer waits for it, so that nothing jumps.

const root = document.documentElement;
if (location.search) {
  root.dataset.asked = "";
  setTimeout(() => delete root.dataset.asked, 10_000); // an answer that never comes hides nothing
}
