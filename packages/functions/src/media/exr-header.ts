/** First part of an OpenEXR file: what is known without decoding. */
export interface ExrHeader {
  width: number;
  height: number;
  /** Names in the order of the file, such as `B`, `G`, `R` or `diffuse.R`. */
  channels: readonly string[];
  bitDepth: 16 | 32;
  compression: string;
  isMultipart: boolean;
  isDeep: boolean;
}

const COMPRESSIONS = ["none", "rle", "zips", "zip", "piz", "pxr24", "b44", "b44a", "dwaa", "dwab"];
const MAX_TEXT = 255;

/**
 * Reads the header of an OpenEXR file (openexr.com, "OpenEXR File Layout"). The decoder reads no header on its own, and
 * the number of channels must be known before they are decoded. Throws a RangeError for a header that ends too early.
 */
export function readExrHeader(bytes: Uint8Array): ExrHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const flags = view.getUint32(4, true);
  const attributes = readAttributes(view, 8);
  const list = attributes.get("channels");
  const box = attributes.get("dataWindow");
  if (!list || !box) return undefined;
  const found = readChannels(list);
  return {
    width: box.getInt32(8, true) - box.getInt32(0, true) + 1,
    height: box.getInt32(12, true) - box.getInt32(4, true) + 1,
    channels: found.map(({ name }) => name),
    bitDepth: found.every(({ type }) => type === 1) ? 16 : 32,
    compression: COMPRESSIONS[attributes.get("compression")?.getUint8(0) ?? 0] ?? "unknown",
    isMultipart: (flags & 0x1000) !== 0,
    isDeep: (flags & 0x800) !== 0,
  };
}

function readAttributes(view: DataView, from: number): Map<string, DataView> {
  const attributes = new Map<string, DataView>();
  for (let at = from; view.getUint8(at) !== 0;) {
    const name = readText(view, at);
    const type = readText(view, name.end);
    const size = view.getUint32(type.end, true);
    const value = new DataView(view.buffer, view.byteOffset + type.end + 4, size);
    attributes.set(name.text, value);
    at = type.end + 4 + size;
  }
  return attributes;
}

function readChannels(list: DataView): { name: string; type: number }[] {
  const channels: { name: string; type: number }[] = [];
  for (let at = 0; list.getUint8(at) !== 0;) {
    const name = readText(list, at);
    channels.push({ name: name.text, type: list.getUint32(name.end, true) });
    // Type, linearity with padding, and two samplings.
    at = name.end + 16;
  }
  return channels;
}

function readText(view: DataView, from: number): { text: string; end: number } {
  let end = from;
  while (view.getUint8(end) !== 0) if (++end - from > MAX_TEXT) throw new RangeError("a name is too long");
  const bytes = new Uint8Array(view.buffer, view.byteOffset + from, end - from);
  return { text: Buffer.from(bytes).toString("latin1"), end: end + 1 };
}
