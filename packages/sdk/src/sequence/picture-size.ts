import { imageSize } from "image-size";

/** Bytes from the start of a file in which {@link readPictureSize} finds the size. EXIF data of a JPEG may come first. */
export const SIZE_HEAD_BYTES = 256 * 1024;

/** Width and height in pixels. */
export interface PictureSize {
  width: number;
  height: number;
}

const EXR = 0x01312f76;

/**
 * Reads the size of a picture from the start of its file, rotated as ComfyUI loads it; undefined for a format without a
 * known size, such as HDR, and for a damaged file. The API checks the whole file.
 */
export function readPictureSize(head: Uint8Array): PictureSize | undefined {
  try {
    const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
    if (view.getUint32(0, true) === EXR) return readExrSize(view);
    const { width, height, orientation = 1 } = imageSize(head);
    return orientation >= 5 ? { width: height, height: width } : { width, height };
  } catch {
    // Damaged, or none of the formats that the library reads: the API finds out.
    return undefined;
  }
}

/** The data window of an OpenEXR file: header attributes `name, 0, type, 0, length, value`; an empty name ends them. */
function readExrSize(view: DataView): PictureSize | undefined {
  for (let at = 8; view.getUint8(at) !== 0;) {
    const nameEnd = findZero(view, at);
    const typeEnd = findZero(view, nameEnd + 1);
    const value = typeEnd + 5;
    if (readText(view, at, nameEnd) === "dataWindow")
      return {
        width: view.getInt32(value + 8, true) - view.getInt32(value, true) + 1,
        height: view.getInt32(value + 12, true) - view.getInt32(value + 4, true) + 1,
      };
    at = value + view.getUint32(typeEnd + 1, true);
  }
  return undefined;
}

/** @throws RangeError at the end of the bytes */
function findZero(view: DataView, from: number): number {
  let at = from;
  while (view.getUint8(at) !== 0) at++;
  return at;
}

const readText = (view: DataView, from: number, to: number): string =>
  String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + from, Math.min(to - from, 64)));
