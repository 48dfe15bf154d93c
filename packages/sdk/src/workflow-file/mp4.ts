import {
  decodeLatin,
  decodeText,
  type FileSource,
  fileLimits,
  FoundTexts,
  MalformedFileError,
  readExactly,
  viewOf,
} from "./source.ts";

interface Box {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** The boxes between two offsets: `length, type, data`; a length of 1 has 64 bits more, one of 0 reaches to the end. */
async function* listBoxes(
  source: FileSource,
  from: number,
  to: number,
  visited: { count: number },
): AsyncGenerator<Box> {
  let offset = from;
  while (offset + 8 <= to && visited.count++ < fileLimits.parts) {
    const header = await source.read(offset, Math.min(16, to - offset));
    if (header.length < 8) return;
    const view = viewOf(header);
    const short = view.getUint32(0);
    const type = decodeLatin(header.subarray(4, 8));
    const isLong = short === 1 && header.length >= 16;
    const length = isLong ? Number(view.getBigUint64(8)) : short === 0 ? to - offset : short;
    const head = isLong ? 16 : 8;
    if (length < head || offset + length > to) return;
    yield { type, start: offset + head, end: offset + length };
    offset += length;
  }
}

async function findBox(source: FileSource, box: Pick<Box, "start" | "end">, type: string, visited: { count: number }) {
  for await (const found of listBoxes(source, box.start, box.end, visited)) if (found.type === type) return found;
  return undefined;
}

/** Names of the entries of `ilst`, counted from 1: `length, namespace, name`. */
async function readKeys(source: FileSource, { start, end }: Box): Promise<string[]> {
  const bytes = await readExactly(source, start, Math.min(end - start, 64 * 1024));
  const view = viewOf(bytes);
  const names: string[] = [];
  let offset = 8;
  while (offset + 8 <= bytes.length) {
    const length = view.getUint32(offset);
    if (length < 8 || offset + length > bytes.length) break;
    names.push(decodeLatin(bytes.subarray(offset + 8, offset + length)));
    offset += length;
  }
  return names;
}

/** Texts of a `meta` box, whose entries are numbered and named by `keys`. */
async function readMeta(source: FileSource, meta: Box, visited: { count: number }, found: FoundTexts): Promise<void> {
  // ISO files have four bytes of version before the boxes; QuickTime files do not.
  const [hasVersion] = [await findBox(source, { start: meta.start + 4, end: meta.end }, "keys", visited)];
  const inside = hasVersion ? { start: meta.start + 4, end: meta.end } : meta;
  const keys = hasVersion ?? (await findBox(source, inside, "keys", visited));
  const list = await findBox(source, inside, "ilst", visited);
  if (!keys || !list) return;
  const names = await readKeys(source, keys);
  for await (const entry of listBoxes(source, list.start, list.end, visited)) {
    const index = viewOf(Uint8Array.from(entry.type, (char) => char.charCodeAt(0))).getUint32(0);
    const name = names[index - 1];
    if (name === undefined || !FoundTexts.isWanted(name)) continue;
    const data = await findBox(source, entry, "data", visited);
    if (!data || data.end - data.start < 8) continue;
    found.add(name, decodeText(await readExactly(source, data.start + 8, data.end - data.start - 8)));
  }
}

/** MP4 and QuickTime: `moov/udta/meta`, `moov/meta` or `udta/meta`, as ComfyUI's SaveVideo and FFmpeg write them. */
export async function readMp4(source: FileSource, found: FoundTexts): Promise<void> {
  const visited = { count: 0 };
  const search = async (box: Pick<Box, "start" | "end">, depth: number): Promise<void> => {
    for await (const inner of listBoxes(source, box.start, box.end, visited)) {
      if (inner.type === "meta") await readMeta(source, inner, visited, found);
      else if (["moov", "udta"].includes(inner.type) && depth < fileLimits.depth) await search(inner, depth + 1);
      if (found.isComplete) return;
    }
  };
  await search({ start: 0, end: source.size }, 0);
  if (visited.count >= fileLimits.parts) throw new MalformedFileError("The file has too many boxes.");
}
