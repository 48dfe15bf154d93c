import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { ComfyUnavailable, type ComfyClient, type OutputRef } from "@pegbar/comfyui";

/** How files get into ComfyUI and out of it. */
export interface Exchange {
  /** Puts a file into the input folder; returns the name under which a graph finds it. */
  provide(name: string, bytes: Buffer<ArrayBuffer>, signal: AbortSignal): Promise<string>;
  /** The bytes of an output. */
  collect(ref: OutputRef, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
  /** Removes everything of an attempt, as far as this worker can reach it. */
  clear(attemptId: string): Promise<void>;
}

/** Through ComfyUI's own routes, which can't remove anything: for a server elsewhere. */
export function overHttp(client: ComfyClient): Exchange {
  return {
    provide: (name, bytes, signal) => client.uploadInput(name, new Blob([bytes]), signal),
    collect: (ref, signal) => client.view(ref, signal),
    clear: async () => undefined,
  };
}

/** Through folders that worker and ComfyUI share: no copy over HTTP, and nothing of a job stays behind. */
export function sharedFolders(inputDir: string, outputDir: string): Exchange {
  return {
    async provide(name, bytes) {
      await mkdir(inputDir, { recursive: true });
      await writeFile(path.join(inputDir, name), bytes);
      return name;
    },
    async collect(ref) {
      const file = path.resolve(outputDir, ref.subfolder, ref.filename);
      if (!file.startsWith(path.resolve(outputDir) + path.sep))
        throw new Error(`output ${ref.filename} lies outside of the output folder`);
      try {
        return await readFile(file);
      } catch (cause) {
        throw new ComfyUnavailable(`the output ${ref.filename} is not in the output folder`, { cause });
      }
    },
    async clear(attemptId) {
      const names = await readdir(inputDir).catch(() => []);
      const own = names.filter((name) => name.startsWith(`${attemptId}-`)).map((name) => path.join(inputDir, name));
      await Promise.all(
        [...own, path.join(outputDir, attemptId)].map((place) => rm(place, { recursive: true, force: true })),
      );
    },
  };
}
