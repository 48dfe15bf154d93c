import sharp from "sharp";
import { drawText } from "./letters.ts";
import { createRaster, place, write, type Colour } from "./raster.ts";
import { decodePicture, findFirstSize, readFile } from "./read-picture.ts";
import { layOutSheet, type SheetLayout } from "./sheet-layout.ts";
import { drawSlate } from "./slate.ts";
import type { Made, ReadBytes, RenditionFrame, SheetTask } from "./task.ts";

const GROUND: Colour = [24, 24, 24];
const TEXT: Colour = [230, 230, 230];
const QUIET: Colour = [160, 160, 160];

/**
 * Makes a contact sheet: all pictures in a grid, each with its frame number, below the version's name.
 * @throws {RenditionError} if no picture can be decoded
 */
export async function makeSheet({ frames, title, format, output }: SheetTask, read: ReadBytes): Promise<Made> {
  const layout = layOutSheet(frames.length, await findFirstSize(read, frames));
  const shown = frames.filter((_, index) => index % layout.every === 0);
  const sheet = createRaster(layout, GROUND);
  const missing: number[] = [];
  const { cell, gap, columns, top, rowHeight, headingSize, labelSize } = layout;
  write(sheet, await drawText(title, fitText(title, headingSize, layout)), 2 * gap, gap, TEXT);
  const summary = describeSheet(frames, layout);
  const second = await drawText(summary, fitText(summary, headingSize / 2, layout));
  write(sheet, second, 2 * gap, 2 * gap + Math.ceil(1.4 * headingSize), QUIET);
  for (const [index, frame] of shown.entries()) {
    const file = await readFile(read, frame);
    const picture = file && (await decodePicture(file, cell));
    if (!picture) missing.push(frame.frame);
    const left = gap + (index % columns) * (cell.width + gap);
    const at = top + Math.floor(index / columns) * rowHeight;
    place(sheet, picture ?? (await drawSlate(frame.frame, file ? "unreadable" : "missing", cell)), left, at);
    write(sheet, await drawText(String(frame.frame), labelSize), left, at + cell.height, TEXT);
  }
  const { width, height, rgb } = sheet;
  const picture = sharp(rgb, { raw: { width, height, channels: 3 } }).withIccProfile("srgb");
  await (format === "png" ? picture.png() : picture.jpeg({ quality: 90, chromaSubsampling: "4:4:4" })).toFile(output);
  return { width, height, frames: shown.length, missing };
}

/** The second line: which frames the sheet shows. */
export function describeSheet(frames: readonly RenditionFrame[], { every }: Pick<SheetLayout, "every">): string {
  const [first, last] = [frames[0]?.frame ?? 0, frames.at(-1)?.frame ?? 0];
  const range = first === last ? `frame ${first}` : `frames ${first} to ${last}`;
  const count = `${frames.length} ${frames.length === 1 ? "picture" : "pictures"}`;
  return every === 1 ? `${range}, ${count}` : `${range}, 1 of every ${every} of ${count}`;
}

/** Size of letters with which a line fits into the sheet. A letter is 0.6 as wide as large. */
const fitText = (text: string, size: number, { width, gap }: SheetLayout): number =>
  Math.max(6, Math.min(size, Math.floor((width - 4 * gap) / (0.6 * text.length))));
