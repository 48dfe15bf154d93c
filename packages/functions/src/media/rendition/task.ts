import type { FrameRate } from "@pegbar/frames";

/** A picture of a rendition and how long it is shown. */
export interface RenditionFrame {
  frame: number;
  /** Frames during which it is shown. */
  hold: number;
  /** Where its file is among the bytes that the parent process reads; null if the frame has none. */
  source: { start: number; bytes: number } | null;
}

interface Common {
  /** Path of the file to write. */
  output: string;
  /** By frame number. */
  frames: RenditionFrame[];
  /** The version, for people: `HARBOR sq010 sh010 paint v003`. */
  title: string;
}

/** Makes a movie of pictures. */
export interface MovieTask extends Common {
  format: "mp4" | "webm";
  rate: FrameRate;
  /** Whether each picture shows title and frame number. */
  burnIn: boolean;
}

/** Makes a contact sheet of pictures. */
export interface SheetTask extends Common {
  format: "jpg" | "png";
}

/** What was made. */
export interface Made {
  width: number;
  height: number;
  /** Frames of a movie, held ones included; pictures of a contact sheet. */
  frames: number;
  /** Frame numbers without a picture that can be shown. */
  missing: number[];
}

/** Reads bytes of the pictures, from `start` to before `end`. */
export type ReadBytes = (start: number, end: number) => Promise<Uint8Array>;

/** The rendition cannot be made of these pictures, or not on this machine. The message says why, for people. */
export class RenditionError extends Error {}
