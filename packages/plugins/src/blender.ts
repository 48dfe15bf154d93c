import path from "node:path";
import type { Files } from "./archive.ts";
import { createSiteFile } from "./site.ts";
import { PLUGINS, readSource, readSources } from "./sources.ts";

/** Id of the extension, and name of its folder. */
export const EXTENSION = "pegbar";
export const MANIFEST = path.join(PLUGINS, "blender/pegbar_blender/blender_manifest.toml");

/**
 * Collects the files of the Blender plug-in. One folder with the manifest inside is both an extension (Blender 4.2 and
 * later; `pkg_zipfile_detect_subdir_or_none` in its blender_ext.py) and a legacy add-on (3.4 to 4.1).
 */
export const collectBlender = (url: string | undefined): Files =>
  new Map([
    ...readSources(path.join(PLUGINS, "blender/pegbar_blender"), EXTENSION),
    ...readSources(path.join(PLUGINS, "pegbar_client/pegbar_client"), `${EXTENSION}/vendor/pegbar_client`),
    ...readSource(path.join(PLUGINS, "../LICENSE"), `${EXTENSION}/LICENSE`),
    ...createSiteFile(EXTENSION, url),
  ]);
