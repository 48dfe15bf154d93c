// Keeps the portal's own files, so that its pages also open without a connection. It handles no request to the API, the
// issuer or the store, and stores no data of a studio.
const FILES = "pegbar.files";
const PAGE = "/index.html";

addEventListener("install", (event) => event.waitUntil(Promise.all([storePage(), skipWaiting()])));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (pathname.startsWith("/assets/")) event.respondWith(readFile(request));
  else if (request.mode === "navigate" && isPortalPage(pathname)) event.respondWith(readPage(request));
});

/** Other pages of this address are those of the API and the verification page, which works by itself. */
const isPortalPage = (pathname) =>
  !/^\/(v1|api|docs|plugins\/|verify|share)(\/|$|\.)/.test(pathname) && !/\.[^/]*$/.test(pathname);

/** A page is always the newest one if there is a connection. */
async function readPage(request) {
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await storePage(answer.clone());
    return answer;
  } catch (error) {
    const stored = await caches.match(PAGE, { cacheName: FILES });
    if (stored) return stored;
    throw error;
  }
}

/** Names of files contain a hash of their content: a stored one never changes. */
async function readFile(request) {
  const stored = await caches.match(request, { cacheName: FILES });
  if (stored) return stored;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(FILES)).put(request, answer.clone());
  return answer;
}

/** Stores the page. A page of another release needs other files: those of the earlier one are removed. */
async function storePage(found) {
  const answer = found ?? (await fetch(PAGE, { cache: "no-cache" }));
  if (!answer.ok) return;
  const before = await caches.match(PAGE, { cacheName: FILES });
  const [text, textBefore] = await Promise.all([answer.clone().text(), before?.text()]);
  if (text === textBefore) return;
  if (textBefore !== undefined) await caches.delete(FILES);
  await (await caches.open(FILES)).put(PAGE, answer);
}
