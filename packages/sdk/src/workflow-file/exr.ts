import { decodeLatin, decodeText, type FileSource, fileLimits, FoundTexts, readExactly, viewOf } from "./source.ts";

/** OpenEXR: header attributes `name, 0, type, 0, length, value`; an empty name ends them. */
export async function readExr(source: FileSource, found: FoundTexts): Promise<void> {
  let offset = 8;
  for (let count = 0; count < fileLimits.parts && offset < source.size && !found.isComplete; count++) {
    const head = await source.read(offset, 520);
    const nameEnd = head.indexOf(0);
    const typeEnd = head.indexOf(0, nameEnd + 1);
    if (nameEnd <= 0 || typeEnd === -1 || typeEnd + 5 > head.length) return;
    const name = decodeLatin(head.subarray(0, nameEnd));
    const length = viewOf(head).getUint32(typeEnd + 1, true);
    const start = offset + typeEnd + 5;
    if (FoundTexts.isWanted(name) && decodeLatin(head.subarray(nameEnd + 1, typeEnd)) === "string")
      found.add(name, decodeText(await readExactly(source, start, length)));
    offset = start + length;
  }
}
