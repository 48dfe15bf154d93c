import sharp, { type Sharp } from "sharp";

/** A picture: RGB, 8 bits per channel, no alpha. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** A mask: one channel, 255 = selected. */
export type Mask = Picture;

/** ComfyUI's resize method → the nearest sharp kernel. */
const kernels = {
  "nearest-exact": "nearest",
  bilinear: "linear",
  area: "linear",
  bicubic: "cubic",
  bislerp: "cubic",
  lanczos: "lanczos3",
} as const;
export type Method = keyof typeof kernels;
export const isMethod = (name: string): name is Method => Object.hasOwn(kernels, name);

/** Opens a picture (three channels) or mask (one) with sharp. */
export const asSharp = ({ data, width, height }: Picture, channels: 1 | 3 = 3): Sharp =>
  sharp(data, { raw: { width, height, channels } });

/** Runs a sharp pipeline and returns its result as a picture or mask. */
export async function toPicture(pipeline: Sharp, channels: 1 | 3 = 3): Promise<Picture> {
  // sharp returns three channels for a one-channel pipeline unless it is told to convert to grey.
  const shaped = channels === 1 ? pipeline.toColourspace("b-w") : pipeline.toColourspace("srgb");
  const { data, info } = await shaped.raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

/** Resizes; `center` first crops to the new aspect ratio, like ComfyUI. */
export async function resize(
  picture: Picture,
  width: number,
  height: number,
  method: Method,
  crop: string,
  channels: 1 | 3 = 3,
): Promise<Picture> {
  if (picture.width === width && picture.height === height) return picture;
  const kernel = kernels[method];
  const fit = crop === "center" ? "cover" : "fill";
  return toPicture(asSharp(picture, channels).resize({ width, height, fit, kernel, position: "centre" }), channels);
}

/** Creates a picture of one colour. */
export function fillPicture(width: number, height: number, colour: readonly number[]): Picture {
  const data = new Uint8Array(width * height * colour.length);
  for (let i = 0; i < data.length; i++) data[i] = colour[i % colour.length] ?? 0;
  return { width, height, data };
}

/** Applies a function to every value of two buffers of the same length. */
export function combine(a: Picture, b: Picture, f: (a: number, b: number) => number): Picture {
  const data = new Uint8ClampedArray(a.data.length);
  for (let i = 0; i < data.length; i++) data[i] = f(a.data[i] ?? 0, b.data[i] ?? 0);
  return { width: a.width, height: a.height, data: new Uint8Array(data.buffer) };
}

/** Reads a file like LoadImage: picture (EXIF rotation applied, alpha dropped) and mask (255 = transparent). */
export async function readImage(
  file: string,
): Promise<{ picture: Picture; mask: Mask | undefined; alpha: Mask | undefined }> {
  const upright = sharp(file, { failOn: "error" }).rotate().toColourspace("srgb");
  const { hasAlpha } = await sharp(file).metadata();
  const { data, info } = await upright.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const rgb = new Uint8Array(width * height * 3);
  const alpha = new Uint8Array(width * height);
  for (let i = 0; i < alpha.length; i++) {
    rgb[i * 3] = data[i * 4] ?? 0;
    rgb[i * 3 + 1] = data[i * 4 + 1] ?? 0;
    rgb[i * 3 + 2] = data[i * 4 + 2] ?? 0;
    alpha[i] = data[i * 4 + 3] ?? 0;
  }
  const picture = { width, height, data: rgb };
  if (!hasAlpha) return { picture, mask: undefined, alpha: undefined };
  return { picture, mask: { width, height, data: alpha.map((a) => 255 - a) }, alpha: { width, height, data: alpha } };
}
