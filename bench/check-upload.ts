import * as Context from "@pegbar/core/platform/context.ts";
import { examine } from "@pegbar/functions/media/task.ts";
import { createFolderStorage } from "./folder-storage.ts";

/**
 * Checks an upload like the media function, in a process of its own. Arguments: the folder of the objects, and the upload
 * as JSON. Prints the time in milliseconds.
 */
const [folder = "", upload = "{}"] = process.argv.slice(2);
const row = JSON.parse(upload) as Parameters<typeof examine>[0];
const unused = () => {
  throw new Error("not part of a check");
};
const ports = {
  storage: createFolderStorage(folder),
  database: unused,
  signals: unused,
  clock: { now: () => new Date() },
  background: unused,
  log: unused,
} as unknown as Context.Context["ports"];

const began = performance.now();
const actor = { type: "system", tenantId: row.tenantId, name: "media" } as const;
const found = await Context.provide({ actor, ports }, () =>
  examine(row, { modelFolder: undefined, credentials: undefined }),
);
if (!("verified" in found)) throw new Error(found.refusal.detail);
// The sandbox ends with this process.
process.stdout.write(`${performance.now() - began}\n`, () => process.exit());
