import type { Planned } from "../plan.ts";
import { changeResource, getByName, getValue, list, toText } from "../query.ts";
import type { Invariant } from "./invariant.ts";

/** Uploaded files of the portal whose names match, with their cache headers. */
const listFiles = (plan: readonly Planned[], name: RegExp) =>
  list(getByName(plan, FILES).inputs["files"]).filter((file) => name.test(toText(getValue(file, "key"))));
const FILES = "PortalAssetFiles.sst.aws.BucketFiles";

export const site: Invariant[] = [
  {
    name: "plug-ins are built with the address of the site",
    why: "a plug-in without it asks each artist for an address",
    check: (plan) => {
      const { url } = getByName(plan, "PortalLinkRef").inputs["properties"] as { url: string };
      const built = getValue(getByName(plan, "PortalBuilder").inputs, "environment", "PEGBAR_URL");
      return built === url && url.startsWith("https://") ? [] : [`built for ${toText(built)} instead of ${url}`];
    },
    plant: (plan) => changeResource(plan, "PortalBuilder", (inputs) => (inputs["environment"] = {})),
  },
  {
    name: "browsers and Blender ask for new versions of pages and plug-ins",
    why: "Blender would not find updates, and a page would load scripts that are gone",
    check: (plan) => {
      const files = listFiles(plan, /^plugins\/|\.html$/);
      return files.length < 3
        ? ["pages or plug-ins are not uploaded"]
        : files
            .filter((file) => !toText(getValue(file, "cacheControl")).includes("no-cache"))
            .map((file) => `${toText(getValue(file, "key"))} is cached`);
    },
    plant: (plan) =>
      changeResource(plan, FILES, (inputs) => {
        for (const file of list(inputs["files"]) as { cacheControl: string }[]) file.cacheControl = "max-age=31536000";
      }),
  },
];
