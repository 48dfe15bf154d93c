import { decodeExr, init } from "exrs";
import type { Sharp } from "sharp";
import { MAX_CHANNELS, MAX_PIXELS } from "@pegbar/core/catalog/input/limits.ts";
import { NO_FACTS, type MediaWarning } from "@pegbar/core/schema/media-facts.ts";
import { readExrHeader, type ExrHeader } from "./exr-header.ts";
import type { Inspected } from "./inspect.ts";
import { InputError } from "./input-error.ts";
import { createPlaceholder } from "./placeholder.ts";
import { createLinearThumbnail, openLinear } from "./linear-thumbnail.ts";
import { LINEAR_LIGHT } from "./warnings.ts";

/** Compressions that the decoder supports; files with others are checked by their header only. */
const DECODED = ["none", "rle", "zips", "zip", "piz", "pxr24", "b44", "b44a"];
/** Samples to decode at most: 4 bytes each. */
const MAX_SAMPLES = 200_000_000;

/** Checks an OpenEXR file, and decodes it for its thumbnail. */
export async function inspectExr(bytes: Uint8Array): Promise<Inspected> {
  const header = readHeader(bytes);
  const { width, height, channels, bitDepth } = header;
  const decoded = await decode(bytes, header);
  const thumbnail = decoded && (await createLinearThumbnail(decoded, width, height));
  return {
    contentType: "image/x-exr",
    width,
    height,
    facts: {
      ...NO_FACTS,
      codec: header.compression,
      channels: channels.length,
      bitDepth,
      colourProfile: "linear",
      warnings: listWarnings(header),
    },
    ...(thumbnail ? { thumbnail, placeholder: await createPlaceholder(thumbnail) } : {}),
  };
}

/**
 * Decodes an OpenEXR file: R, G and B of each pixel, in linear light.
 * @throws {InputError} for a file that is damaged or has other channels; Error for one that is not decoded here
 */
export async function decodeExrFile(
  bytes: Uint8Array,
): Promise<{ pixels: Float32Array; width: number; height: number }> {
  const header = readHeader(bytes);
  const pixels = await decode(bytes, header);
  if (!pixels) throw new Error(`an EXR with ${header.compression} compression and these channels is not decoded`);
  return { pixels, width: header.width, height: header.height };
}

function readHeader(bytes: Uint8Array): ExrHeader {
  let header: ExrHeader | undefined;
  try {
    header = readExrHeader(bytes);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  if (!header || header.width < 1 || header.height < 1)
    throw new InputError("input_damaged", "The EXR's header is damaged. Render or export it again.");
  const { width, height, channels } = header;
  if (width * height > MAX_PIXELS)
    throw new InputError(
      "input_dimensions_too_large",
      `The picture has ${width} × ${height} pixels, more than ${MAX_PIXELS / 1e6} million. Scale it down.`,
    );
  if (channels.length > MAX_CHANNELS)
    throw new InputError(
      "input_too_many_channels",
      `The EXR has ${channels.length} channels; at most ${MAX_CHANNELS} are accepted, and ComfyUI reads R, G, B and A only. ` +
        "Export these channels alone.",
    );
  return header;
}

/** Opens an OpenEXR file as a picture in sRGB; undefined if it has no colours that can be decoded. */
export async function openExr(bytes: Uint8Array): Promise<Sharp | undefined> {
  const header = readHeader(bytes);
  const decoded = await decode(bytes, header);
  return decoded && openLinear(decoded, header.width, header.height);
}

/** Interleaved R, G and B, if the file has them and the decoder can read it. */
async function decode(bytes: Uint8Array, header: ExrHeader): Promise<Float32Array | undefined> {
  const { width, height, channels, compression, isDeep, isMultipart } = header;
  const samples = width * height * channels.length;
  if (!DECODED.includes(compression) || isDeep || isMultipart || samples > MAX_SAMPLES) return undefined;
  await init();
  try {
    const [layer] = decodeExr(bytes).layers;
    return layer?.getInterleavedPixels(["R", "G", "B"]) ?? undefined;
  } catch {
    // The decoder's messages are about its own code.
    throw new InputError("input_damaged", "The EXR's pixels are damaged or end too early. Render or export it again.");
  }
}

function listWarnings({ channels, isDeep, compression }: ExrHeader): MediaWarning[] {
  const hasColour = channels.includes("Y") || ["R", "G", "B"].every((name) => channels.includes(name));
  return [
    LINEAR_LIGHT,
    ...(hasColour
      ? []
      : [
          {
            code: "no_rgb_channels",
            message: "The EXR has no channels R, G and B. ComfyUI 0.33 cannot load it: export the layer as R, G and B.",
          },
        ]),
    ...(channels.length > 4
      ? [
          {
            code: "channels_dropped",
            message: "ComfyUI reads R, G, B and A only; the EXR's other channels are dropped.",
          },
        ]
      : []),
    ...(isDeep ? [{ code: "deep_data", message: "ComfyUI cannot load deep data. Flatten the EXR first." }] : []),
    ...(/^dwa/.test(compression)
      ? [
          {
            code: "not_decoded",
            message: `Pixels with ${compression.toUpperCase()} compression are not verified and have no thumbnail.`,
          },
        ]
      : []),
  ];
}
