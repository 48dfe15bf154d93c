import {
  decodeLatin,
  decodeText,
  type FileSource,
  fileLimits,
  type FoundTexts,
  readExactly,
  viewOf,
} from "./source.ts";

const ascii = 2;

/** EXIF texts such as `workflow:{…}`, which ComfyUI writes in place of the camera's maker and model. */
function readExif(exif: Uint8Array, found: FoundTexts): void {
  const tiff = decodeLatin(exif.subarray(0, 6)) === "Exif\0\0" ? exif.subarray(6) : exif;
  if (tiff.length < 8) return;
  const view = viewOf(tiff);
  const isLittle = decodeLatin(tiff.subarray(0, 2)) === "II";
  const directory = view.getUint32(4, isLittle);
  if (directory + 2 > tiff.length) return;
  const count = view.getUint16(directory, isLittle);
  for (let index = 0; index < count; index++) {
    const entry = directory + 2 + index * 12;
    if (entry + 12 > tiff.length) return;
    const length = view.getUint32(entry + 4, isLittle);
    const at = view.getUint32(entry + 8, isLittle);
    if (view.getUint16(entry + 2, isLittle) !== ascii || length <= 4 || at + length > tiff.length) continue;
    const text = decodeText(tiff.subarray(at, at + length)).replace(/\0+$/, "");
    const colon = text.indexOf(":");
    if (colon > 0) found.add(text.slice(0, colon), text.slice(colon + 1));
  }
}

/** WebP: RIFF chunks `type, length, data`, padded to an even length. */
export async function readWebp(source: FileSource, found: FoundTexts): Promise<void> {
  let offset = 12;
  for (let count = 0; count < fileLimits.parts && offset + 8 <= source.size; count++) {
    const header = await readExactly(source, offset, 8);
    const length = viewOf(header).getUint32(4, true);
    if (decodeLatin(header.subarray(0, 4)) === "EXIF")
      return readExif(await readExactly(source, offset + 8, length), found);
    offset += 8 + length + (length % 2);
  }
}
