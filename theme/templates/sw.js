// Other sites may stand on the same domain: a name that ends in our own path is ours, and so is one of the time before that.
const OURS = {{ (" " ~ link(""))|tojson }};
const isOurs = (name) => name.endsWith(OURS) || /^\d{4}-\d\d-\d\d-[0-9a-f]{16}$/.test(name);
{% if offline %}
// Lets the check work without a network after the first visit. Always the network first, so that nobody reads an old
// answer while a new one can be had; the pages themselves say how old they are.
const VERSION = {{ version|tojson }};
const CACHE = VERSION + OURS;
const BUILD = {{ link(addresses.BUILD)|tojson }};
const KEPT = {{ kept|tojson }};
const OFFLINE = {{ link(addresses.OFFLINE)|tojson }};
const PATIENCE = 4000; // milliseconds before a slow network is taken for none
const FRESH = { cache: "no-cache" }; // the server is asked even when the browser has kept an answer, which may be old

addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(KEPT.map((path) => new Request(path, FRESH)))).then(() => skipWaiting()));
});
addEventListener("activate", (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((n) => n !== CACHE && isOurs(n)).map((n) => caches.delete(n)))).then(() => clients.claim()));
});
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && new URL(request.url).origin === location.origin) event.respondWith(answer(request));
});

// What is kept was checked anew on the day of a build that keeps the very same; of another build that may not be said.
async function keepDay(build) {
  const { offline } = build.ok ? await build.clone().json() : {};
  if (offline === VERSION) await (await caches.open(CACHE)).put(BUILD, build);
}

// The front page is the same whatever it is asked: a message that was shared with it need not leave the device.
function unasked(request) {
  return request.mode === "navigate" ? new URL(request.url).pathname : request;
}

async function answer(request) {
  const kept = await (await caches.open(CACHE)).match(request, { ignoreSearch: request.mode === "navigate" });
  if (kept && new URL(request.url).pathname.includes("/static/")) return kept;
  try {
    const fresh = await (kept ? fetch(unasked(request), { ...FRESH, redirect: request.redirect, signal: AbortSignal.timeout(PATIENCE) }) : fetch(request, FRESH));
    if (new URL(request.url).pathname === BUILD) await keepDay(fresh.clone());
    return fresh;
  } catch {
    return kept ?? (request.mode === "navigate" ? (await caches.match(OFFLINE)) ?? Response.error() : Response.error());
  }
}
{% else %}
// The check no longer works offline: this worker takes away what an earlier one kept, and then itself.
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(isOurs).map((n) => caches.delete(n)))).then(() => registration.unregister()));
});
{% endif %}
