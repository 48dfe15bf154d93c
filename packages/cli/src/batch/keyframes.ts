import type { components } from "@pegbar/sdk";
import { findKeysProblem, type Interpolation, type KeyedValue } from "@pegbar/frames";
import { CliError } from "../exit.ts";
import { findNamed, parsePairs, parseValue } from "../values.ts";
import { createFrameError } from "./frame-range.ts";
import { readFrame, readFrameTable, type FrameTable } from "./table-file.ts";

type Field = components["schemas"]["Workflow"]["form"]["fields"][number];

const SUFFIX = /@(hold|linear|ease)$/;
const EXAMPLE = "Write frames and values, such as -k strength=1:0.4,47:0.6 or -k strength=@keys.csv.";

/**
 * Reads keyframes: `strength=1:0.4,47:0.6`, with `@hold`, `@linear` or `@ease` at the end, or `strength=@FILE`. Default:
 * linear for numbers, hold for everything else.
 */
export async function readKeyframes(
  fields: readonly Field[],
  given: readonly string[],
): Promise<Record<string, KeyedValue>> {
  const found: Record<string, KeyedValue> = {};
  for (const [name, text] of parsePairs(given, "-k")) {
    const field = findNamed(fields, name, "parameter");
    const [written, interpolation] = splitInterpolation(text, field);
    const table = written.startsWith("@") ? await readFrameTable(written.slice(1)) : parseKeys(written, name);
    const keyed: KeyedValue = {
      interpolation,
      keys: table
        .map(([frame, value]) => ({ frame, value: parseValue(field, value, `-k ${name} at frame ${frame}: ${value}`) }))
        .toSorted((a, b) => a.frame - b.frame),
    };
    const problem = findKeysProblem(keyed);
    if (problem) throw createFrameError(`-k ${name}`, problem);
    found[name] = keyed;
  }
  return found;
}

function splitInterpolation(text: string, field: Field): [string, Interpolation] {
  const usual = field.type === "integer" || field.type === "number" ? "linear" : "hold";
  const [suffix, chosen] = SUFFIX.exec(text) ?? [];
  return suffix === undefined ? [text, usual] : [text.slice(0, -suffix.length), chosen as Interpolation];
}

/** `1:dusk, and rain,25:night`: a comma separates keys only in front of a frame number and a colon. */
function parseKeys(text: string, name: string): FrameTable {
  return text.split(/,(?=\s*-?\d+\s*:)/).map((key) => {
    const [, frame, value] = /^\s*([^:]*?)\s*:(.*)$/s.exec(key) ?? [];
    if (frame === undefined || value === undefined)
      throw new CliError("usage", `Invalid -k ${name}: ${JSON.stringify(key)} is not FRAME:VALUE.`, EXAMPLE);
    return [readFrame(frame, `Invalid -k ${name}: ${JSON.stringify(frame)}`), value];
  });
}
