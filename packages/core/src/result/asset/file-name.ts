import { formatFileName, parseNamingScheme } from "@pegbar/frames";
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
 * Name of a result's file by the scheme of its version, such as `sq010_sh010_paint.v001.0012.png`. A result without a frame
 * whose output has several files numbers them from 1001; further files of a frame's output have their position behind the name.
 * @param stored any file name with the file's extension
 */
export function chooseFileName(
  place: { show: string; sequence: string; shot: string },
  naming: string,
  { name, version, frame, position, count }: Named,
  stored: string,
): string {
  const parsed = parseNamingScheme(naming);
  if ("problem" in parsed) throw new Error(`${naming}: ${parsed.problem.message}`);
  const { show, sequence, shot } = place;
  return formatFileName(parsed.scheme, {
    show,
    sequence,
    shot,
    name: frame !== null && count > 1 ? `${name}-${position + 1}` : name,
    version,
    frame: frame ?? (count > 1 ? 1001 + position : null),
    ext: readExtension(stored),
  });
}
