import { randomBytes } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { getDraftDir } from "./folder.ts";
import { withLock } from "./lock.ts";
import { type Manifest, getManifestFile, formatName, readManifest, type StoredModel } from "./manifest.ts";
import { syncFolder } from "./store-file.ts";

/** Adds a model to its store's manifest; safe with concurrent imports. */
export async function record(dir: string, model: StoredModel, signal?: AbortSignal): Promise<void> {
  await withLock(
    path.join(getDraftDir(dir), "manifest.lock"),
    async () => {
      const before = (await readManifest(dir))?.models ?? [];
      const others = before.filter((one) => formatName(one) !== formatName(model));
      await writeManifest(dir, { version: 1, models: [...others, model].toSorted(compareNames) });
    },
    signal,
  );
}

const compareNames = (a: StoredModel, b: StoredModel): number =>
  compare(a.folder, b.folder) || compare(a.fileName, b.fileName);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

async function writeManifest(dir: string, manifest: Manifest): Promise<void> {
  const draft = path.join(getDraftDir(dir), `manifest-${randomBytes(6).toString("hex")}`);
  try {
    const handle = await open(draft, "wx");
    try {
      await handle.writeFile(`${JSON.stringify(manifest, null, 2)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, getManifestFile(dir));
    await syncFolder(dir);
  } finally {
    await rm(draft, { force: true });
  }
}
