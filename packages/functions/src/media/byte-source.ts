import { open } from "node:fs/promises";

/** Random access to the bytes of a file, which may be in the store. */
export interface ByteSource {
  readonly bytes: number;
  /** Reads from `start` to before `end`, both within the file. */
  read(start: number, end: number): Promise<Uint8Array>;
}

/** Reads the first `most` bytes, or all of a smaller file. */
export const readHead = (source: ByteSource, most: number): Promise<Uint8Array> =>
  source.read(0, Math.min(most, source.bytes));

/** Opens a file on disk. */
export async function openFile(file: string): Promise<ByteSource & AsyncDisposable> {
  const handle = await open(file);
  const { size } = await handle.stat();
  return {
    bytes: size,
    async read(start, end) {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(end - start), 0, end - start, start);
      if (bytesRead < end - start) throw new Error(`the file ends at byte ${start + bytesRead}`);
      return buffer;
    },
    [Symbol.asyncDispose]: () => handle.close(),
  };
}
