import { formatFileName, parseNamingScheme, type NamingScheme } from "@pegbar/frames";
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

/** Reads a scheme that was checked when the show got it. */
export function readNaming(text: string): NamingScheme {
  const parsed = parseNamingScheme(text);
  if ("problem" in parsed) throw new Error(`${text}: ${parsed.problem.message}`);
  return parsed.scheme;
}

/**
 * Name of a result's file by the scheme of its version, such as `sq010_sh010_paint.v001.0012.png`. A result without a frame
 * whose output has several files numbers them from 1001; further files of a frame's output have their position behind the name.
 * @param stored any file name with the file's extension
 */
export const chooseFileName = (
  { show, sequence, shot }: { show: string; sequence: string; shot: string },
  naming: NamingScheme,
  { name, version, frame, position, count }: Named,
  stored: string,
): string =>
  formatFileName(naming, {
    show,
    sequence,
    shot,
    name: frame !== null && count > 1 ? `${name}-${position + 1}` : name,
    version,
    frame: frame ?? (count > 1 ? 1001 + position : null),
    ext: readExtension(stored),
  });
