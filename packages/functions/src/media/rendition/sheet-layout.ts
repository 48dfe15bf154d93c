import type { Size } from "./frame-size.ts";

/** Pictures of a sheet at most. Of a longer version, it shows every second, third … frame. */
export const MAX_CELLS = 240;
/** Width of a sheet, in pixels, and the largest picture in it. */
const MAX_WIDTH = 3840;
const MAX_CELL = 480;
const GAP = 8;
/** Letters of a frame number, and of the heading. */
const LABEL = 14;
const HEADING = 28;

/** Where everything on a contact sheet is, in pixels. */
export interface SheetLayout extends Size {
  /** Every which frame it shows. */
  every: number;
  columns: number;
  cell: Size;
  gap: number;
  labelSize: number;
  headingSize: number;
  /** Top of the first row of pictures. */
  top: number;
  /** From one row to the next. */
  rowHeight: number;
}

/**
 * Lays out a contact sheet that is about as wide as a screen: 16 to 9.
 * @param count frames of the version
 * @param picture size of its first picture
 */
export function layOutSheet(count: number, picture: Size): SheetLayout {
  const every = Math.ceil(count / MAX_CELLS);
  const cells = Math.ceil(count / every);
  const aspect = picture.height / picture.width;
  const columns = Math.max(1, Math.min(cells, Math.round(Math.sqrt((cells * aspect * 16) / 9)) || 1));
  const largest = Math.min(MAX_CELL, picture.width, Math.floor((MAX_WIDTH - GAP) / columns) - GAP);
  // Frame numbers of seven digits fit below it.
  const width = Math.max(72, largest);
  const cell = { width, height: Math.max(16, Math.min(2 * width, Math.round(width * aspect))) };
  const top = 3 * GAP + Math.ceil(1.4 * (HEADING + HEADING / 2));
  const rowHeight = cell.height + Math.ceil(1.4 * LABEL) + GAP;
  return {
    every,
    columns,
    cell,
    gap: GAP,
    labelSize: LABEL,
    headingSize: HEADING,
    top,
    rowHeight,
    width: Math.max(640, GAP + columns * (cell.width + GAP)),
    height: top + Math.ceil(cells / columns) * rowHeight + GAP,
  };
}
