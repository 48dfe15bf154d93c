const readAscii = (bytes: Uint8Array, from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));

/** Detects the content type by a file's first bytes; undefined if it is not PNG, JPEG or WebP. */
export function pictureType(head: Uint8Array): "image/png" | "image/jpeg" | "image/webp" | undefined {
  if (readAscii(head, 0, 8) === "\u0089PNG\r\n\u001a\n") return "image/png";
  if (readAscii(head, 0, 3) === "\u00ff\u00d8\u00ff") return "image/jpeg";
  if (readAscii(head, 0, 4) === "RIFF" && readAscii(head, 8, 12) === "WEBP") return "image/webp";
  return undefined;
}
