import { Zip, ZipPassThrough } from "fflate";
import { audit, formatTilePath, listTiles, parseCheckpoint } from "@pegbar/verify";
import { api } from "../../../api/client.ts";
import { strings } from "../../../strings/ledger.ts";
import { fetchCheckpoint, type Ledger } from "./queries.ts";

/** Names of files that `pegbar ledger check` expects. */
const CHECKPOINT = "checkpoint";
const KEYS = "log.key";
/** Number of files that are fetched at the same time. */
const AT_ONCE = 4;

interface Options {
  signal: AbortSignal;
  onProgress: (progress: { done: number; all: number }) => void;
}

/**
 * Fetches the studio's whole log as C2SP tlog-tiles, verifies it, and packs it as `pegbar ledger copy` writes it.
 * @returns the ZIP file and the number of its records
 * @throws why the log is not valid; the signal's reason if it is stopped
 */
export async function exportLog(
  { log, logKeys }: Ledger,
  { signal, onProgress }: Options,
): Promise<{ zip: Blob; records: number }> {
  const note = await fetchCheckpoint(log, signal);
  const size = parseCheckpoint(note.slice(0, note.indexOf("\n\n") + 1))?.size;
  if (size === undefined) throw new Error(strings.exportInvalid("its checkpoint is malformed"));
  const paths = [...listTiles(size)].map(formatTilePath);
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  onProgress({ done: 0, all: paths.length });
  const waiting = paths.values();
  const fetchFiles = async (): Promise<void> => {
    for (const path of waiting) {
      const response = await api.request(`/v1/ledger/logs/${log}/${path}`, { signal });
      files.set(path, new Uint8Array(await response.arrayBuffer()));
      onProgress({ done: files.size, all: paths.length });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, fetchFiles));
  const verdict = await audit(note, logKeys, async (path) => files.get(path));
  if (!verdict.valid) throw new Error(strings.exportInvalid(verdict.reason));
  signal.throwIfAborted();
  files.set(KEYS, encode(`${logKeys.join("\n")}\n`));
  files.set(CHECKPOINT, encode(note));
  return { zip: pack(files), records: size };
}

const encode = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(text));

/** A ZIP file without compression: hashes do not compress, and it needs no second copy in memory. */
function pack(files: ReadonlyMap<string, Uint8Array>): Blob {
  const parts: BlobPart[] = [];
  const zip = new Zip((error, part) => {
    if (error) throw error;
    parts.push(new Uint8Array(part));
  });
  for (const [path, bytes] of files) {
    const file = new ZipPassThrough(path);
    zip.add(file);
    file.push(bytes, true);
  }
  zip.end();
  return new Blob(parts, { type: "application/zip" });
}
