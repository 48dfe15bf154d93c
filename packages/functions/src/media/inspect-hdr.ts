import { MAX_PIXELS } from "@pegbar/core/catalog/input/limits.ts";
import { NO_FACTS } from "@pegbar/core/schema/media-facts.ts";
import type { Inspected } from "./inspect.ts";
import { InputError } from "./input-error.ts";
import { LINEAR_LIGHT } from "./warnings.ts";

const MAX_HEADER_BYTES = 64 * 1024;

/** Checks the header of a Radiance HDR file. Its pixels are not decoded, so it has no thumbnail. */
export function inspectHdr(bytes: Uint8Array): Inspected {
  const head = Buffer.from(bytes.subarray(0, MAX_HEADER_BYTES)).toString("latin1");
  const format = /^FORMAT=32-bit_rle_(rgbe|xyze)$/m.exec(head)?.[1];
  const size = /\n\n([-+])Y (\d{1,6}) \+X (\d{1,6})\n/.exec(head);
  const [height, width] = [Number(size?.[2] ?? 0), Number(size?.[3] ?? 0)];
  // Each row has at least the four bytes of its start.
  if (
    format === undefined ||
    !size ||
    width < 1 ||
    height < 1 ||
    bytes.length < size.index + size[0].length + 4 * height
  )
    throw new InputError("input_damaged", "The HDR file is damaged or ends too early. Export it again.");
  if (width * height > MAX_PIXELS)
    throw new InputError(
      "input_dimensions_too_large",
      `The picture has ${width} × ${height} pixels, more than ${MAX_PIXELS / 1e6} million. Scale it down.`,
    );
  return {
    contentType: "image/vnd.radiance",
    width,
    height,
    facts: { ...NO_FACTS, codec: format, channels: 3, bitDepth: 32, colourProfile: "linear", warnings: [LINEAR_LIGHT] },
  };
}
