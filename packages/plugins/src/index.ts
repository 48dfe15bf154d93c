import { writeArchive, type Files } from "./archive.ts";
import { collectBlender } from "./blender.ts";
import { formatExtensionIndex } from "./extension-index.ts";
import { describeDownload, type PluginListing } from "./listing.ts";
import { collectMaya } from "./maya.ts";
import { parseSiteUrl } from "./site.ts";
import { readPluginVersion } from "./version.ts";

export type { PluginListing } from "./listing.ts";

/**
 * Builds what the portal serves below `/plugins/`: an archive for each host, `plugins.json`, which the portal's page
 * reads, and `index.json`, which makes the folder an extension repository for Blender.
 * @param url the portal's address, to preconfigure the plug-ins for; undefined for none
 */
export function buildPlugins(url?: string): Files {
  const version = readPluginVersion();
  const blender = { name: `pegbar-blender-${version}.zip`, content: writeArchive(collectBlender(url)) };
  const maya = { name: `pegbar-maya-${version}.zip`, content: writeArchive(collectMaya(url)) };
  const extension = describeDownload("blender", blender.name, blender.content);
  const listing: PluginListing = {
    version,
    url: url === undefined ? null : parseSiteUrl(url),
    downloads: [extension, describeDownload("maya", maya.name, maya.content)],
  };
  const encoder = new TextEncoder();
  return new Map([
    [blender.name, blender.content],
    [maya.name, maya.content],
    ["plugins.json", encoder.encode(`${JSON.stringify(listing, null, 2)}\n`)],
    ["index.json", encoder.encode(formatExtensionIndex(extension))],
  ]);
}
