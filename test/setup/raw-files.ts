import { open, readdir } from "node:fs/promises";
import path from "node:path";

/** Bytes that are read at a time, into the same memory for all files. */
const CHUNK = 4 << 20;

/** Finds files below `dir` that contain one of `needles`. @returns file → names of the needles */
export async function findFilesContaining(
  dir: string,
  needles: Record<string, Buffer>,
): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  const longest = Math.max(...Object.values(needles).map(({ length }) => length));
  const memory = Buffer.alloc(longest + CHUNK);
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const names = await findNeedles(file, needles, memory);
    if (names.length > 0) found[path.relative(dir, file)] = names;
  }
  return found;
}

async function findNeedles(file: string, needles: Record<string, Buffer>, memory: Buffer): Promise<string[]> {
  const found = new Set<string>();
  // The database may have deleted the file meanwhile.
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (!handle) return [];
  try {
    // Bytes at the end of what was read before, which may be the beginning of a needle.
    let kept = 0;
    for (;;) {
      const { bytesRead } = await handle.read(memory, kept, CHUNK);
      if (bytesRead === 0) break;
      const piece = memory.subarray(0, kept + bytesRead);
      for (const [name, needle] of Object.entries(needles)) if (piece.includes(needle)) found.add(name);
      kept = Math.min(memory.length - CHUNK, piece.length);
      memory.copyWithin(0, piece.length - kept, piece.length);
    }
  } finally {
    await handle.close();
  }
  return [...found].toSorted();
}
