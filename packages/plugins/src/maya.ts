import path from "node:path";
import type { Files } from "./archive.ts";
import { createSiteFile } from "./site.ts";
import { PLUGINS, readSource, readSources } from "./sources.ts";
import { readPluginVersion } from "./version.ts";

const MODULE = "pegbar";

/**
 * Collects the files of the Maya module: the module file, and the folder it names. Maya adds `scripts` to the paths of
 * Python and `icons` to those of pictures, and runs each `userSetup.py` at its start.
 */
export const collectMaya = (url: string | undefined): Files =>
  new Map([
    [`${MODULE}.mod`, new TextEncoder().encode(`+ ${MODULE} ${readPluginVersion()} ./${MODULE}\n`)],
    ...readSources(path.join(PLUGINS, "maya/scripts"), `${MODULE}/scripts`),
    ...readSources(path.join(PLUGINS, "maya/icons"), `${MODULE}/icons`),
    ...readSources(path.join(PLUGINS, "pegbar_client/pegbar_client"), `${MODULE}/scripts/pegbar_client`),
    ...readSource(path.join(PLUGINS, "../LICENSE"), `${MODULE}/LICENSE`),
    ...createSiteFile(`${MODULE}/scripts/pegbar_maya`, url),
  ]);
