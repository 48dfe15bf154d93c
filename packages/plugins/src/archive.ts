import { zipSync } from "fflate";

/** Contents by path, with `/` between folders. */
export type Files = Map<string, Uint8Array>;

/** The first day that a ZIP can store. Noon, because no time zone skips it; ZIP stores local times. */
const TIME = new Date(1980, 0, 1, 12);
/** A regular file, rw-r--r--. */
const MODE = 0o100644;
const UNIX = 3;

/**
 * Writes a ZIP whose bytes depend only on the names and contents of the files: sorted names, a fixed time and mode, and
 * a compressor in JavaScript, because the results of zlib differ between its versions and processors.
 */
export function writeArchive(files: Files): Uint8Array {
  const sorted = [...files].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return zipSync(Object.fromEntries(sorted), { level: 9, mtime: TIME, os: UNIX, attrs: MODE << 16 });
}
