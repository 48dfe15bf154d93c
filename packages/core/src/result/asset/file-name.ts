import { readExtension } from "../../attempt/output-key.ts";

interface Named {
  name: string;
  version: number;
  /** Null for a result without a frame. */
  frame: number | null;
  /** Index among the `count` files of its output. */
  position: number;
  count: number;
}

/**
 * Name of a result's file: `{sequence}_{shot}_{name}.v001.0012.png`. A result without a frame whose output has several files
 * numbers them from 1001; further files of a frame's output have their position behind the name.
 * @param stored any file name with the file's extension
 */
export function chooseFileName(
  place: { sequence: string; shot: string },
  { name, version, frame, position, count }: Named,
  stored: string,
): string {
  const base = `${place.sequence}_${place.shot}_${name}${frame !== null && count > 1 ? `-${position + 1}` : ""}`;
  const number = frame !== null ? formatFrame(frame) : count > 1 ? String(1001 + position) : undefined;
  return `${base}.v${String(version).padStart(3, "0")}${number === undefined ? "" : `.${number}`}.${readExtension(stored)}`;
}

/** Four digits at least, as in `0012` and `-0012`. */
const formatFrame = (frame: number): string => `${frame < 0 ? "-" : ""}${String(Math.abs(frame)).padStart(4, "0")}`;
