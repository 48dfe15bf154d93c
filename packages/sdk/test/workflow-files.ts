import { crc32, deflateSync } from "node:zlib";

/** Texts of a file, by name. */
export type Texts = Readonly<Record<string, string>>;

const bytesOf = (text: string): Buffer => Buffer.from(text, "utf8");
const u16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
};
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const u32le = (value: number): Buffer => u32(value).reverse();

const chunk = (type: string, data: Uint8Array): Buffer =>
  Buffer.concat([u32(data.length), bytesOf(type), data, u32(crc32(Buffer.concat([bytesOf(type), data])))]);

export type PngText = "tEXt" | "zTXt" | "iTXt" | "iTXt compressed" | "comf";

const pngText: Readonly<Record<PngText, (name: string, text: string) => Buffer>> = {
  tEXt: (name, text) => chunk("tEXt", bytesOf(`${name}\0${text}`)),
  zTXt: (name, text) => chunk("zTXt", Buffer.concat([bytesOf(`${name}\0\0`), deflateSync(text)])),
  iTXt: (name, text) => chunk("iTXt", bytesOf(`${name}\0\0\0en\0name\0${text}`)),
  "iTXt compressed": (name, text) => chunk("iTXt", Buffer.concat([bytesOf(`${name}\0\x01\0\0\0`), deflateSync(text)])),
  comf: (name, text) => chunk("comf", bytesOf(`${name}\0${text}`)),
};

/** A PNG of one pixel with texts, of an animated one after the picture. */
export function buildPng(texts: Texts, kind: PngText = "tEXt"): Buffer {
  const header = chunk("IHDR", Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]));
  const picture = chunk("IDAT", deflateSync(Buffer.from([0, 0])));
  const chunks = Object.entries(texts).map(([name, text]) => pngText[kind](name, text));
  const parts = kind === "comf" ? [header, picture, ...chunks] : [header, ...chunks, picture];
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), ...parts, chunk("IEND", Buffer.alloc(0))]);
}

/** EXIF as ComfyUI writes it with Pillow: `workflow:…` as the maker, `prompt:…` as the model. */
export function buildWebp(texts: Texts, { isLittle = false, hasPrefix = true } = {}): Buffer {
  const [n16, n32] = isLittle ? [(v: number) => u16(v).reverse(), u32le] : [u16, u32];
  const values = Object.entries(texts).map(([name, text]) => bytesOf(`${name}:${text}\0`));
  let at = 8 + 2 + values.length * 12 + 4;
  const entries = values.map((value, index) => {
    const entry = Buffer.concat([n16(0x010f + index), n16(2), n32(value.length), n32(at)]);
    at += value.length;
    return entry;
  });
  const tiff = [bytesOf(isLittle ? "II" : "MM"), n16(42), n32(8), n16(values.length), ...entries, n32(0), ...values];
  const exif = Buffer.concat([bytesOf(hasPrefix ? "Exif\0\0" : ""), ...tiff]);
  const riff = (type: string, data: Buffer) =>
    Buffer.concat([bytesOf(type), u32le(data.length), data, Buffer.alloc(data.length % 2)]);
  const body = Buffer.concat([
    bytesOf("WEBP"),
    riff("VP8X", Buffer.alloc(10)),
    riff("VP8L", Buffer.alloc(21)),
    riff("EXIF", exif),
  ]);
  return riff("RIFF", body);
}

const box = (type: string, ...data: Uint8Array[]): Buffer => {
  const body = Buffer.concat(data);
  return Buffer.concat([u32(body.length + 8), Buffer.from(type, "latin1"), body]);
};

/** Boxes as FFmpeg writes them with `-movflags use_metadata_tags`: `udta/meta` with `keys` and `ilst`. */
export function buildMp4(texts: Texts, { mediaBytes = 16, isQuickTime = false, isLast = false } = {}): Buffer {
  const names = Object.keys(texts);
  const keys = box("keys", u32(0), u32(names.length), ...names.map((name) => box("mdta", bytesOf(name))));
  const items = Object.values(texts).map((text, index) =>
    box(u32(index + 1).toString("latin1"), box("data", u32(1), u32(0), bytesOf(text))),
  );
  const handler = box("hdlr", Buffer.alloc(24));
  const inside = [handler, keys, box("ilst", ...items)];
  const meta = isQuickTime ? box("meta", ...inside) : box("meta", u32(0), ...inside);
  const movie = box("moov", box("mvhd", Buffer.alloc(100)), isQuickTime ? meta : box("udta", meta));
  const media = box("mdat", Buffer.alloc(mediaBytes));
  const type = box("ftyp", bytesOf(isQuickTime ? "qt  " : "isom"), u32(512));
  return Buffer.concat(isLast ? [type, media, movie] : [type, movie, media]);
}

/** An EBML element, its length in eight bytes. */
const element = (id: number, ...data: Uint8Array[]): Buffer => {
  const body = Buffer.concat(data);
  const name = Buffer.from(id.toString(16).padStart(id > 0xffff ? 8 : id > 0xff ? 4 : 2, "0"), "hex");
  return Buffer.concat([name, Buffer.from([0x01, 0, 0, 0]), u32(body.length), body]);
};

/** Tags as FFmpeg writes them: names in capitals. */
export function buildMatroska(texts: Texts, { isLive = false } = {}): Buffer {
  const tags = Object.entries(texts).map(([name, text]) =>
    element(0x67c8, element(0x45a3, bytesOf(name.toUpperCase())), element(0x4487, bytesOf(text))),
  );
  const inside = [element(0x1549a966, Buffer.alloc(20)), element(0x1254c367, element(0x7373, ...tags))];
  const header = element(0x1a45dfa3, Buffer.alloc(4));
  if (!isLive) return Buffer.concat([header, element(0x18538067, ...inside)]);
  return Buffer.concat([header, Buffer.from("1853806701ffffffffffffff", "hex"), ...inside]);
}

const comments = (texts: Texts): Buffer => {
  const listed = Object.entries(texts).map(([name, text]) => bytesOf(`${name}=${text}`));
  const counted = (bytes: Buffer) => Buffer.concat([u32le(bytes.length), bytes]);
  return Buffer.concat([counted(bytesOf("encoder")), u32le(listed.length), ...listed.map(counted)]);
};

export function buildFlac(texts: Texts): Buffer {
  const block = (type: number, data: Buffer) => Buffer.concat([u32((type << 24) + data.length), data]);
  return Buffer.concat([bytesOf("fLaC"), block(0, Buffer.alloc(34)), block(4, comments(texts)), u32(0x81000000)]);
}

/** Pages of at most `perPage` segments, so that long comments need several. */
export function buildOgg(texts: Texts, { codec = "opus", perPage = 255 } = {}): Buffer {
  const [first, second] =
    codec === "opus"
      ? [bytesOf("OpusHead"), Buffer.concat([bytesOf("OpusTags"), comments(texts)])]
      : [bytesOf("\x01vorbis"), Buffer.concat([bytesOf("\x03vorbis"), comments(texts)])];
  const lace = (packet: Buffer) => [...Array<number>(Math.floor(packet.length / 255)).fill(255), packet.length % 255];
  const page = (segments: number[], body: Buffer) =>
    Buffer.concat([bytesOf("OggS"), Buffer.alloc(22), Buffer.from([segments.length, ...segments]), body]);
  const pages = [page(lace(first), first)];
  const segments = lace(second);
  for (let at = 0; at < segments.length; at += perPage)
    pages.push(page(segments.slice(at, at + perPage), second.subarray(at * 255, (at + perPage) * 255)));
  return Buffer.concat(pages);
}

export function buildMp3(texts: Texts, version = 4): Buffer {
  const syncsafe = (n: number) => Buffer.from([(n >> 21) & 127, (n >> 14) & 127, (n >> 7) & 127, n & 127]);
  const frames = Object.entries(texts).map(([name, text]) => {
    const wide = version === 3;
    const body = wide
      ? Buffer.concat([Buffer.from([1]), Buffer.from(`\uFEFF${name}\0\uFEFF${text}\0`, "utf16le")])
      : Buffer.concat([Buffer.from([3]), bytesOf(`${name}\0${text}\0`)]);
    return Buffer.concat([bytesOf("TXXX"), wide ? u32(body.length) : syncsafe(body.length), Buffer.alloc(2), body]);
  });
  const body = Buffer.concat(frames);
  return Buffer.concat([bytesOf("ID3"), Buffer.from([version, 0, 0]), syncsafe(body.length), body, Buffer.alloc(8)]);
}

export function buildExr(texts: Texts): Buffer {
  const attribute = (name: string, type: string, value: Buffer) =>
    Buffer.concat([bytesOf(`${name}\0${type}\0`), u32le(value.length), value]);
  const listed = Object.entries(texts).map(([name, text]) => attribute(name, "string", bytesOf(text)));
  const head = Buffer.from("762f310102000000", "hex");
  return Buffer.concat([head, attribute("compression", "compression", Buffer.from([0])), ...listed, Buffer.alloc(9)]);
}

export function buildSafetensors(texts: Texts): Buffer {
  const header = bytesOf(JSON.stringify({ __metadata__: texts }));
  return Buffer.concat([u32le(header.length), u32(0), header]);
}
