/** ZIP readers search the end record in this many bytes at the end of a file: a comment of 64 KiB and 22 bytes. */
const ZIP_TAIL = 0xffff + 22;
/** PDF readers accept the PDF header within the first kilobyte of a file. */
const PDF_HEAD = 1024;
const ZIP_END = Buffer.from("PK\u0005\u0006", "latin1");

/**
 * Finds out which other format readers would accept a picture as, although it ends where the picture ends. A file with
 * two formats could pass the check as one and be used as the other. Searches where readers of these formats search.
 */
export function isAlso(bytes: Uint8Array): "a ZIP archive" | "a PDF" | undefined {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (all.subarray(0, PDF_HEAD).includes("%PDF-")) return "a PDF";
  const tail = all.subarray(-ZIP_TAIL);
  for (let at = tail.indexOf(ZIP_END); at !== -1; at = tail.indexOf(ZIP_END, at + 1)) {
    const hasComment = at + 22 <= tail.length;
    // The end record of an archive only if its comment reaches exactly to the end; otherwise four random bytes.
    if (hasComment && at + 22 + tail.readUInt16LE(at + 20) === tail.length) return "a ZIP archive";
  }
  return undefined;
}
