import type { Files } from "./archive.ts";

/** Read by pegbar_client/settings.py. */
const SITE_FILE = "pegbar_site.json";

/**
 * Creates the file with the address that a preconfigured plug-in starts with, in `folder` of an archive.
 * @param url the portal's address, or undefined for a plug-in that asks its user
 * @throws Error if the address is not one of HTTP, or has more than an origin and a path
 */
export function createSiteFile(folder: string, url: string | undefined): Files {
  if (url === undefined) return new Map();
  const text = JSON.stringify({ url: parseSiteUrl(url) });
  return new Map([[`${folder}/${SITE_FILE}`, new TextEncoder().encode(`${text}\n`)]]);
}

/** Checks an address, and removes the slash at its end. */
export function parseSiteUrl(text: string): string {
  const url = URL.parse(text);
  const isAddress = url !== null && ["http:", "https:"].includes(url.protocol);
  if (!isAddress || url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "")
    throw new Error(`Not an address: ${text}. Write the portal's, such as https://pegbar.example.`);
  return url.href.replace(/\/+$/, "");
}
