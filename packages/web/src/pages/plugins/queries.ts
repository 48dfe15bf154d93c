import { queryOptions } from "@tanstack/react-query";
import type { PluginListing } from "@pegbar/plugins";

/** Folder of the downloads, which is an extension repository for Blender, too. */
export const FOLDER = "/plugins/";

/** The plug-ins that the portal offers, with sizes and hashes. */
export const plugins = queryOptions({
  queryKey: ["plugins"],
  queryFn: async ({ signal }): Promise<PluginListing> => {
    const response = await fetch(`${FOLDER}plugins.json`, { signal });
    if (!response.ok) throw new Error("The portal was built without plug-ins. Ask the platform’s operator.");
    return (await response.json()) as PluginListing;
  },
  staleTime: 60_000,
});
