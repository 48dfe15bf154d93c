/** ZIP readers search the end record in this many bytes at the end of a file: a comment of 64 KiB and 22 bytes. */
const ZIP_TAIL = 0xffff + 22;
/** PDF readers accept the PDF header within the first kilobyte of a file. */
const PDF_HEAD = 1024;
const ZIP_END = Buffer.from("PK\u0005\u0006", "latin1");

/**
 * What else a picture's bytes would be taken for, though they end where the picture ends: a file of two kinds passes as one
 * and is used as the other. Looks where readers of that kind look.
 */
export function isAlso(bytes: Uint8Array): "a ZIP archive" | "a PDF" | undefined {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (all.subarray(0, PDF_HEAD).includes("%PDF-")) return "a PDF";
  const tail = all.subarray(-ZIP_TAIL);
  for (let at = tail.indexOf(ZIP_END); at !== -1; at = tail.indexOf(ZIP_END, at + 1)) {
    const hasComment = at + 22 <= tail.length;
    // Only when its comment reaches the end exactly is it the end of an archive, and not four bytes by chance.
    if (hasComment && at + 22 + tail.readUInt16LE(at + 20) === tail.length) return "a ZIP archive";
  }
  return undefined;
}
