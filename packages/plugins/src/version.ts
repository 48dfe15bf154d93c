import { readFileSync } from "node:fs";
import path from "node:path";
import { PLUGINS } from "./sources.ts";

/** Reads the version of the plug-ins, which only this file decides. */
export function readPluginVersion(): string {
  const file = path.join(PLUGINS, "pegbar_client/pegbar_client/version.py");
  const version = /^VERSION = "(\d+\.\d+\.\d+)"$/m.exec(readFileSync(file, "utf8"))?.[1];
  if (version === undefined) throw new Error(`No VERSION = "1.2.3" in ${file}.`);
  return version;
}
