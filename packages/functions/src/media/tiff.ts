const COMPRESSION = 259;
const JPEG = [6, 7];

/** Whether the first page of a TIFF is JPEG-compressed. False for BigTIFF and for a damaged directory. */
export function isJpegTiff(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = view.getUint8(0) === 0x49;
  const directory = view.getUint32(4, little);
  if (view.getUint16(2, little) !== 42 || directory + 2 > view.byteLength) return false;
  const count = view.getUint16(directory, little);
  for (let at = directory + 2; at < directory + 2 + 12 * count && at + 12 <= view.byteLength; at += 12)
    if (view.getUint16(at, little) === COMPRESSION) return JPEG.includes(view.getUint16(at + 8, little));
  return false;
}
