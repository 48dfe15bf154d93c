import { CliError } from "../exit.ts";

export interface NewSequence {
  code: string;
  shots: { code: string; frameIn?: number; frameOut?: number }[];
}

/** `sq010/sh010` or `sq010/sh010:1001-1048`. */
const SHOT = /^([^/:]+)\/([^/:]+)(?::(\d{1,7})-(\d{1,7}))?$/;

/**
 * Parses shots to add, grouped by sequence in the given order.
 * @throws CliError for one that is malformed
 */
export function parseShots(given: readonly string[]): NewSequence[] {
  const sequences = new Map<string, NewSequence>();
  for (const text of given) {
    const [, code, shot, first, last] = SHOT.exec(text) ?? [];
    if (code === undefined || shot === undefined)
      throw new CliError(
        "usage",
        `Invalid shot ${JSON.stringify(text)}.`,
        "Write SEQUENCE/SHOT, with frames if you like: sq010/sh010:1001-1048",
      );
    const sequence = sequences.get(code) ?? { code, shots: [] };
    sequences.set(code, sequence);
    sequence.shots.push({
      code: shot,
      ...(first === undefined ? {} : { frameIn: Number(first), frameOut: Number(last) }),
    });
  }
  return [...sequences.values()];
}
