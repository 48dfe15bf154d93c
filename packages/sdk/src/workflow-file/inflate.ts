import { fileLimits, MalformedFileError } from "./source.ts";

/** Decompresses zlib data, up to the limit of a text. */
export async function inflate(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream("deflate"));
  const reader = stream.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.length;
      if (length > fileLimits.text) throw new MalformedFileError("A compressed text is too long.");
      parts.push(value);
    }
  } catch (error) {
    if (error instanceof MalformedFileError) throw error;
    throw new MalformedFileError("A compressed text is damaged.", { cause: error });
  } finally {
    await reader.cancel().catch(() => {
      // It failed already; the error is on its way.
    });
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
