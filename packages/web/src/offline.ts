import type { AnyRouter } from "@tanstack/react-router";

/** Time after the first page until the others are loaded, in milliseconds: they must not delay it. */
const DELAY_MS = 3000;

/**
 * Makes the portal independent of the connection once it is open: a service worker (`public/sw.js`) keeps its files, and
 * the files of all pages are loaded in advance. Data is not kept; a page without it says so.
 */
export function prepareForOffline(router: AnyRouter): void {
  setTimeout(() => void load(router), DELAY_MS);
}

async function load(router: AnyRouter): Promise<void> {
  // Not available on plain HTTP, except on this machine.
  if ("serviceWorker" in navigator) {
    await navigator.serviceWorker.register("/sw.js");
    await navigator.serviceWorker.ready;
  }
  for (const { options } of Object.values(router.routesById))
    // A page that fails to load now is loaded when it is opened.
    await options.component?.preload?.().catch(() => undefined);
}
