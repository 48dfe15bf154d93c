import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { fastFlags } from "./fast-start.ts";

/** A module that runs as a process of its own. */
export interface Program {
  file: string;
  /** Node's flags for it. */
  flags: readonly string[];
}

const resolveLocal = (file: string): string => fileURLToPath(new URL(`../${file}`, import.meta.url));

/** Sources of the programs that the platform starts. */
export const SOURCES = {
  services: resolveLocal("process/services.ts"),
  store: resolveLocal("process/store.ts"),
  identity: resolveLocal("process/identity.ts"),
  api: resolveLocal("process/api.ts"),
  "work-api": resolveLocal("process/work-api.ts"),
  media: resolveLocal("process/media.ts"),
  background: resolveLocal("process/background.ts"),
  webhooks: resolveLocal("process/webhooks.ts"),
  worker: createRequire(import.meta.url).resolve("@pegbar/worker/main.ts"),
  preview: resolveLocal("preview/main.ts"),
} as const;
export type ProgramName = keyof typeof SOURCES;

/**
 * Finds a program. A bundle loads in a third of the processor time of its hundreds of source files.
 * @param bundles folder that contains `NAME.mjs` of some programs; all others run from their sources
 */
export function findProgram(name: ProgramName, bundles?: string): Program {
  const bundle = bundles === undefined ? undefined : path.join(bundles, `${name}.mjs`);
  return bundle !== undefined && existsSync(bundle)
    ? { file: bundle, flags: ["--disable-warning=ExperimentalWarning", "--enable-source-maps"] }
    : { file: SOURCES[name], flags: fastFlags };
}
