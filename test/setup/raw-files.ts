import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";

/** Finds files below `dir` that contain one of `needles`. @returns file → names of the needles */
export async function findFilesContaining(
  dir: string,
  needles: Record<string, Buffer>,
): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const names = await findNeedles(file, needles);
    if (names.length > 0) found[path.relative(dir, file)] = names;
  }
  return found;
}

async function findNeedles(file: string, needles: Record<string, Buffer>): Promise<string[]> {
  const longest = Math.max(...Object.values(needles).map(({ length }) => length));
  const found = new Set<string>();
  let tail = Buffer.alloc(0);
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 4 << 20 }) as AsyncIterable<Buffer>) {
      const piece = Buffer.concat([tail, chunk]);
      for (const [name, needle] of Object.entries(needles)) if (piece.includes(needle)) found.add(name);
      tail = piece.subarray(-longest);
    }
  } catch (error) {
    // The database may have deleted the file meanwhile.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  return [...found].toSorted();
}
