import { convertIndexedToRgb, decode, encode, hasPngSignature, type DecodedPng } from "fast-png";

/** A picture that cannot be converted, for the artist. */
export class PictureError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "PictureError";
  }
}

/** Most pixels that are decoded: four bytes each, in memory. */
const MAX_PIXELS = 200_000_000;

interface Rgba {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
  readonly hasAlpha: boolean;
  readonly text: Record<string, string>;
}

const isPng = (bytes: Uint8Array): boolean => bytes.length > 24 && hasPngSignature(bytes.subarray(0, 8));

/** @throws PictureError unless it is a PNG that can be decoded */
function decodePng(bytes: Uint8Array): Rgba {
  if (!isPng(bytes))
    throw new PictureError("Only PNG pictures can be masked. Save the picture as PNG and upload that.");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(16) * view.getUint32(20) > MAX_PIXELS)
    throw new PictureError("The picture is too large to be converted here. Make it smaller.");
  let png: DecodedPng;
  try {
    png = decode(bytes);
  } catch (cause) {
    throw new PictureError(
      `The PNG is damaged: ${cause instanceof Error ? cause.message : String(cause)}. Export it again.`,
    );
  }
  const { width, height, text } = png;
  const { samples, channels } = readSamples(png);
  const data = new Uint8Array(width * height * 4);
  const isGrey = channels < 3;
  const hasAlpha = channels === 2 || channels === 4;
  for (let pixel = 0; pixel < width * height; pixel++) {
    const from = pixel * channels;
    const to = pixel * 4;
    for (let channel = 0; channel < 3; channel++) data[to + channel] = samples[from + (isGrey ? 0 : channel)] ?? 0;
    data[to + 3] = hasAlpha ? (samples[from + channels - 1] ?? 255) : 255;
  }
  return { width, height, data, hasAlpha, text };
}

/** Samples of 8 bits. */
function readSamples(png: DecodedPng): { samples: Uint8Array; channels: number } {
  if (png.palette) {
    const samples = Uint8Array.from(convertIndexedToRgb(png));
    return { samples, channels: png.palette[0]?.length ?? 3 };
  }
  const { data, depth, channels, width, height } = png;
  if (depth === 16) return { samples: Uint8Array.from(data, (value) => value >> 8), channels };
  if (depth === 8) return { samples: Uint8Array.from(data), channels };
  // Grey pictures with several pixels in a byte.
  const samples = new Uint8Array(width * height);
  const stride = Math.ceil((width * depth) / 8);
  const most = 2 ** depth - 1;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      const byte = data[y * stride + (bit >> 3)] ?? 0;
      samples[y * width + x] = (((byte >> (8 - depth - (bit & 7))) & most) * 255) / most;
    }
  return { samples, channels: 1 };
}

/**
 * The original picture with the alpha of another one of the same size, as ComfyUI combines them. Keeps the original's texts.
 * @throws PictureError
 */
export async function replaceAlpha(original: Uint8Array, mask: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const picture = decodePng(original);
  const alpha = decodePng(mask);
  if (picture.width !== alpha.width || picture.height !== alpha.height)
    throw new PictureError(
      `The mask has ${alpha.width}×${alpha.height} pixels and the picture ${picture.width}×${picture.height}. Send a mask of the same size.`,
    );
  for (let at = 3; at < picture.data.length; at += 4) picture.data[at] = alpha.data[at] ?? 255;
  return encodePng({ ...picture, channels: 4 });
}

const encodePng = ({ width, height, data, channels, text }: Omit<Rgba, "hasAlpha"> & { channels: number }) =>
  new Uint8Array(encode({ width, height, data, channels, depth: 8, text }, { zlib: { level: 4 } }));

/** What `/view` shows of a picture: colours without alpha, or alpha only. */
export type Channel = "rgb" | "a";

const detectType = (bytes: Uint8Array): string => {
  if (isPng(bytes)) return "image/png";
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return "image/jpeg";
  return new TextDecoder("latin1").decode(bytes.subarray(8, 12)) === "WEBP" ? "image/webp" : "application/octet-stream";
};

/**
 * A picture for `/view` with `channel`. Pictures that are no PNG are returned as they are, with their own alpha: the command
 * runs wherever Node does, without decoders of other formats. Clients read the type of the answer.
 */
export async function selectChannel(
  bytes: Uint8Array<ArrayBuffer>,
  channel: Channel,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; type: string }> {
  const type = detectType(bytes);
  if (type !== "image/png") return { bytes, type };
  const picture = decodePng(bytes);
  const { width, height, data } = picture;
  if (channel === "rgb") {
    const rgb = new Uint8Array(width * height * 3);
    for (let pixel = 0; pixel < width * height; pixel++)
      for (let colour = 0; colour < 3; colour++) rgb[pixel * 3 + colour] = data[pixel * 4 + colour] ?? 0;
    return { bytes: encodePng({ width, height, data: rgb, channels: 3, text: {} }), type };
  }
  // As ComfyUI does: black with the picture's alpha.
  const alpha = new Uint8Array(width * height * 4);
  for (let at = 3; at < alpha.length; at += 4) alpha[at] = data[at] ?? 255;
  return { bytes: encodePng({ width, height, data: alpha, channels: 4, text: {} }), type };
}
