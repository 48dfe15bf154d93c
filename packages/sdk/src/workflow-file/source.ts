/** A file that is read in parts, so that a video of many gigabytes never is in memory. */
export interface FileSource {
  readonly size: number;
  /** Reads up to `length` bytes; fewer at the end of the file. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** A file of a browser, or any other Blob. */
export const createBlobSource = (blob: Blob): FileSource => ({
  size: blob.size,
  read: async (offset, length) => new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer()),
});

/** Limits for untrusted files. ComfyUI's own metadata is a few hundred kilobytes. */
export const fileLimits = {
  /** Bytes of one text. */
  text: 8 * 1024 * 1024,
  /** Chunks, boxes, elements or pages that are visited. */
  parts: 20_000,
  /** Depth of nested boxes and elements. */
  depth: 8,
} as const;

/** A file that ends early or contradicts itself. */
export class MalformedFileError extends Error {}

/** Reads exactly `length` bytes. @throws MalformedFileError if the file has fewer or the length exceeds the limit */
export async function readExactly(source: FileSource, offset: number, length: number): Promise<Uint8Array> {
  if (length > fileLimits.text) throw new MalformedFileError(`A part of the file has ${length} bytes.`);
  const bytes = await source.read(offset, length);
  if (bytes.length < length) throw new MalformedFileError("The file ends too early.");
  return bytes;
}

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export const decodeText = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Bytes as text of one character each, for names and signatures. */
export const decodeLatin = (bytes: Uint8Array): string => String.fromCharCode(...bytes.subarray(0, 64));

/** Texts that a file names, as far as they are of interest: `workflow` and `prompt`. */
export class FoundTexts {
  readonly #texts = new Map<string, string>();

  /** Whether a name is one of the two; some containers write it in capitals. */
  static isWanted(name: string): boolean {
    return ["workflow", "prompt"].includes(name.toLowerCase());
  }

  /** Keeps the first text of each name. */
  add(name: string, text: string): void {
    const key = name.toLowerCase();
    if (FoundTexts.isWanted(key) && !this.#texts.has(key)) this.#texts.set(key, text);
  }

  get isComplete(): boolean {
    return this.#texts.size === 2;
  }

  get workflow(): string | undefined {
    return this.#texts.get("workflow");
  }

  get prompt(): string | undefined {
    return this.#texts.get("prompt");
  }
}
