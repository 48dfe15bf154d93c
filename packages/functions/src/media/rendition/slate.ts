import type { Size } from "./frame-size.ts";
import { drawText } from "./letters.ts";
import { createRaster, write, type Raster } from "./raster.ts";

/** What stands in for the picture of a frame that has none, or none that can be decoded. */
export type Lack = "missing" | "unreadable";

/** A black picture that says which frame is missing: a held picture would hide that to a reviewer. */
export async function drawSlate(frame: number, lack: Lack, size: Size): Promise<Raster> {
  const raster = createRaster(size, [0, 0, 0]);
  const text = `frame ${frame} ${lack}`;
  const mask = await drawText(
    text,
    Math.max(8, Math.floor(Math.min(size.height / 12, (1.2 * size.width) / text.length))),
  );
  write(
    raster,
    mask,
    Math.round((size.width - mask.width) / 2),
    Math.round((size.height - mask.height) / 2),
    [255, 255, 255],
  );
  return raster;
}
