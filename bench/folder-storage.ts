import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, stat } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Storage } from "@pegbar/core/platform/port";

type FolderStorage = Pick<Storage, "head" | "get" | "put" | "assemble">;

/**
 * Objects as files of a folder, for measuring how fast uploads are checked: the local S3 server buffers each object and
 * computes checksums of its own. Joins objects by copying them, which S3 does within its own storage.
 */
export function createFolderStorage(folder: string): FolderStorage {
  const place = (key: string) => path.join(folder, key.replaceAll("/", "_"));
  return {
    head: async (key) => {
      const found = await stat(place(key)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return undefined;
        throw error;
      });
      return found && { bytes: found.size, contentType: "application/octet-stream", sha256: undefined };
    },
    get: async (key, range) => {
      const limits = range ? { start: range.start, end: range.end - 1 } : {};
      return Readable.toWeb(
        createReadStream(place(key), { highWaterMark: 1 << 18, ...limits }),
      ) as ReadableStream<Uint8Array>;
    },
    put: async ({ key, body }) => pipeline(Readable.from([body]), createWriteStream(place(key))),
    assemble: async (keys, target) => {
      await mkdir(folder, { recursive: true });
      for (const [index, key] of keys.entries())
        await pipeline(
          createReadStream(place(key), { highWaterMark: 1 << 18 }),
          createWriteStream(place(target), { flags: index === 0 ? "w" : "a", highWaterMark: 1 << 18 }),
        );
    },
  };
}
