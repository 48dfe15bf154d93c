import { decodeText, type FileSource, fileLimits, FoundTexts, MalformedFileError, readExactly } from "./source.ts";

const ids = {
  segment: 0x18538067,
  tags: 0x1254c367,
  tag: 0x7373,
  simpleTag: 0x67c8,
  name: 0x45a3,
  text: 0x4487,
} as const;

/** Elements with elements inside. */
const containers = new Set<number>([ids.segment, ids.tags, ids.tag]);

interface Element {
  readonly id: number;
  readonly start: number;
  readonly end: number;
}

/** An EBML number: the position of the first set bit is its length in bytes. `keepMarker` keeps this bit, as ids do. */
function readNumber(bytes: Uint8Array, at: number, keepMarker: boolean): { value: number; length: number } | undefined {
  const first = bytes[at];
  if (first === undefined || first === 0) return undefined;
  const length = Math.clz32(first) - 23;
  if (at + length > bytes.length) return undefined;
  let value = keepMarker ? first : first & (0xff >> length);
  let isUnknown = !keepMarker && value === 0xff >> length;
  for (let index = 1; index < length; index++) {
    const byte = bytes[at + index] ?? 0;
    isUnknown &&= byte === 0xff;
    value = value * 256 + byte;
  }
  return { value: isUnknown ? Infinity : value, length };
}

async function* listElements(
  source: FileSource,
  from: number,
  to: number,
  visited: { count: number },
): AsyncGenerator<Element> {
  let offset = from;
  while (offset + 2 <= to && visited.count++ < fileLimits.parts) {
    const header = await source.read(offset, Math.min(12, to - offset));
    const id = readNumber(header, 0, true);
    const size = id && readNumber(header, id.length, false);
    if (!id || !size) return;
    const start = offset + id.length + size.length;
    // A live stream does not know the length of its segment and clusters.
    const end = Math.min(start + size.value, to);
    yield { id: id.value, start, end };
    offset = end;
  }
}

async function readSimpleTag(source: FileSource, tag: Element, visited: { count: number }, found: FoundTexts) {
  let name: string | undefined;
  let text: Element | undefined;
  for await (const element of listElements(source, tag.start, tag.end, visited)) {
    if (element.id === ids.name && element.end - element.start <= 64)
      name = decodeText(await readExactly(source, element.start, element.end - element.start)).replace(/\0+$/, "");
    if (element.id === ids.text) text = element;
  }
  if (name === undefined || !text || !FoundTexts.isWanted(name)) return;
  const bytes = await readExactly(source, text.start, text.end - text.start);
  found.add(name, decodeText(bytes).replace(/\0+$/, ""));
}

/** WebM and Matroska: `Segment/Tags/Tag/SimpleTag`, whose names FFmpeg writes in capitals. */
export async function readMatroska(source: FileSource, found: FoundTexts): Promise<void> {
  const visited = { count: 0 };
  const search = async (from: number, to: number, depth: number): Promise<void> => {
    for await (const element of listElements(source, from, to, visited)) {
      if (element.id === ids.simpleTag) await readSimpleTag(source, element, visited, found);
      else if (containers.has(element.id) && depth < fileLimits.depth)
        await search(element.start, element.end, depth + 1);
      if (found.isComplete) return;
    }
  };
  await search(0, source.size, 0);
  if (visited.count >= fileLimits.parts) throw new MalformedFileError("The file has too many elements.");
}
