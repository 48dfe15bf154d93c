import { copyFile, constants, mkdir, readdir, rm } from "node:fs/promises";
import { createWriteStream, openAsBlob } from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { ignoreMissing, modelFolders, type ComfyClient, type OutputRef } from "@pegbar/comfyui";
import { linkEmbeddings } from "./embeddings.ts";
import { sweep, type Folders } from "./folders.ts";
import { openOutput, type OpenOutput } from "./output-file.ts";
import { retryUnavailable } from "./retry-unavailable.ts";

/** Moves files into ComfyUI and out of it. Files are streamed, because they may have gigabytes. */
export interface Exchange {
  /** Puts a file into the input folder; returns the name under which a graph finds it. */
  provide(name: string, file: string, signal: AbortSignal): Promise<string>;
  /**
   * Opens an output on this machine's disk, until it is closed.
   * @throws ComfyUnavailable if ComfyUI or the file is missing; BadOutput if it is not a file of this attempt
   */
  collect(ref: OutputRef, attemptId: string, signal: AbortSignal): Promise<OpenOutput>;
  /** Gives ComfyUI the embeddings that a prompt names, if this worker decides where ComfyUI looks for them. */
  provideEmbeddings(names: readonly string[]): Promise<void>;
  /** Removes an attempt's files, as far as this worker has access. */
  clear(attemptId: string): Promise<void>;
  /** Removes all files that do not belong to these attempts. Call only while ComfyUI is idle. */
  sweep(kept: ReadonlySet<string>): Promise<void>;
}

/** Uses ComfyUI's HTTP routes, for a server elsewhere; they cannot remove files. `spool` stores outputs temporarily. */
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
    provideEmbeddings: async () => undefined,
    clear: (attemptId) => rm(path.join(spool, attemptId), { recursive: true, force: true }),
    sweep: async (kept) => {
      const names = await ignoreMissing(readdir(spool), []);
      const old = names.filter((name) => !kept.has(name));
      await Promise.all(old.map((name) => rm(path.join(spool, name), { recursive: true, force: true })));
    },
  };
}

/** Uses folders that worker and ComfyUI share: no copy over HTTP, and files can be removed. */
export function createFolderExchange(folders: Folders, owned: boolean, modelDir?: string): Exchange {
  const { input, output } = folders;
  return {
    async provide(name, file) {
      await mkdir(input, { recursive: true });
      const place = path.join(input, name);
      await rm(place, { force: true });
      // A copy, so that ComfyUI cannot change the cached file. Never written through a link at that path.
      await copyFile(file, place, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
      return name;
    },
    collect: (ref) => openOutput(output, ref),
    provideEmbeddings: async (names) =>
      modelDir === undefined || !owned
        ? undefined
        : linkEmbeddings(names, path.join(modelDir, modelFolders.embedding), folders.embeddings),
    async clear(attemptId) {
      const names = await ignoreMissing(readdir(input), []);
      const own = names.filter((name) => name.startsWith(`${attemptId}-`)).map((name) => path.join(input, name));
      await Promise.all(
        [...own, path.join(output, attemptId)].map((place) => rm(place, { recursive: true, force: true })),
      );
    },
    // The folders of an attached ComfyUI may contain other people's files.
    sweep: async (kept) => (owned ? sweep(folders, kept) : undefined),
  };
}
