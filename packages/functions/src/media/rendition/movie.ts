import { createBurnIn } from "./burn-in.ts";
import { startEncoder } from "./encoder.ts";
import { fitPicture, toEvenSize } from "./frame-size.ts";
import { toI420 } from "./i420.ts";
import { decodePicture, findFirstSize, readFile } from "./read-picture.ts";
import { drawSlate } from "./slate.ts";
import type { Made, MovieTask, ReadBytes, RenditionFrame } from "./task.ts";

/**
 * Makes a movie. The first picture that can be decoded decides about its size. While one picture is encoded, the next one is
 * decoded.
 * @throws {RenditionError} if no picture can be decoded, or without an encoder
 */
export async function makeMovie(task: MovieTask, read: ReadBytes): Promise<Made> {
  const { frames, burnIn, title } = task;
  const box = fitPicture(await findFirstSize(read, frames));
  const size = toEvenSize(box);
  const count = frames.reduce((sum, { hold }) => sum + hold, 0);
  const encoder = await startEncoder({ ...task, ...size, frames: count });
  const draw = burnIn ? await createBurnIn(title, size) : undefined;
  const missing: number[] = [];

  const prepare = async (frame: RenditionFrame) => {
    const file = await readFile(read, frame);
    const picture = file && (await decodePicture(file, box, size));
    if (!picture) missing.push(frame.frame);
    return picture ?? drawSlate(frame.frame, file ? "unreadable" : "missing", size);
  };
  let next = frames[0] && prepare(frames[0]);
  for (const [index, { frame, hold }] of frames.entries()) {
    const raster = await next;
    if (!raster) break;
    const following = frames[index + 1];
    next = following && prepare(following);
    // Awaited in the next round; until then, a failure of it is not unhandled.
    next?.catch(() => undefined);
    if (!draw) {
      const planes = toI420(raster.rgb, size.width, size.height);
      for (let shown = 0; shown < hold; shown++) await encoder.add(planes);
      continue;
    }
    const clean = hold > 1 ? raster.rgb.slice() : raster.rgb;
    for (let shown = 0; shown < hold; shown++) {
      if (shown > 0) raster.rgb.set(clean);
      await draw(raster, frame + shown);
      await encoder.add(toI420(raster.rgb, size.width, size.height));
    }
  }
  await encoder.finish();
  return { ...size, frames: count, missing };
}
