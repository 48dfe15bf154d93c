import { copyFile, constants, mkdir, readdir, rm } from "node:fs/promises";
import { createWriteStream, openAsBlob } from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { ignoreMissing, type ComfyClient, type OutputRef } from "@pegbar/comfyui";
import { sweep, type Folders } from "./folders.ts";
import { openOutput, type OpenOutput } from "./output-file.ts";
import { retryUnavailable } from "./retry-unavailable.ts";

/** How files get into ComfyUI and out of it. Whole files never lie in memory: they may have gigabytes. */
export interface Exchange {
  /** Puts a file into the input folder; returns the name under which a graph finds it. */
  provide(name: string, file: string, signal: AbortSignal): Promise<string>;
  /**
   * An output on this machine's disk, until it is closed.
   * @throws ComfyUnavailable when ComfyUI, or the file, is gone; BadOutput when what lies there is none
   */
  collect(ref: OutputRef, attemptId: string, signal: AbortSignal): Promise<OpenOutput>;
  /** Removes everything of an attempt, as far as this worker can reach it. */
  clear(attemptId: string): Promise<void>;
  /** Removes everything that is not of these attempts. Only while ComfyUI is idle. */
  sweep(kept: ReadonlySet<string>): Promise<void>;
}

/** Through ComfyUI's own routes, which can't remove anything: for a server elsewhere. `spool` holds outputs meanwhile. */
export function createHttpExchange(client: ComfyClient, spool: string): Exchange {
  let count = 0;
  return {
    provide: (name, file, signal) =>
      retryUnavailable(async () => client.uploadInput(name, await openAsBlob(file), signal), signal),
    async collect(ref, attemptId, signal) {
      const folder = path.join(spool, attemptId);
      await mkdir(folder, { recursive: true });
      const file = path.join(folder, `${count++}`);
      await retryUnavailable(() => pipeline(client.view(ref, signal), createWriteStream(file)), signal);
      return { path: file, close: async () => undefined };
    },
    clear: (attemptId) => rm(path.join(spool, attemptId), { recursive: true, force: true }),
    sweep: async (kept) => {
      const names = await ignoreMissing(readdir(spool), []);
      const old = names.filter((name) => !kept.has(name));
      await Promise.all(old.map((name) => rm(path.join(spool, name), { recursive: true, force: true })));
    },
  };
}

/** Through folders that worker and ComfyUI share: no copy over HTTP, and nothing of a job stays behind. */
export function createFolderExchange(folders: Folders, owned: boolean): Exchange {
  const { input, output } = folders;
  return {
    async provide(name, file) {
      await mkdir(input, { recursive: true });
      const place = path.join(input, name);
      await rm(place, { force: true });
      // A copy: whatever ComfyUI does to it, the cache keeps what was promised. Never through a link that lies there.
      await copyFile(file, place, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
      return name;
    },
    collect: (ref) => openOutput(output, ref),
    async clear(attemptId) {
      const names = await ignoreMissing(readdir(input), []);
      const own = names.filter((name) => name.startsWith(`${attemptId}-`)).map((name) => path.join(input, name));
      await Promise.all(
        [...own, path.join(output, attemptId)].map((place) => rm(place, { recursive: true, force: true })),
      );
    },
    // The folders of a ComfyUI that somebody else started hold their files too.
    sweep: async (kept) => (owned ? sweep(folders, kept) : undefined),
  };
}
