import type { SeedPolicy } from "@pegbar/frames";
import { CliError } from "../exit.ts";
import { readFrameTable } from "./table-file.ts";

const FORMS = "Write it as 7, increment:7, increment:7:10, per-frame:7, or @FILE with a seed for each frame.";

/** Reads a seed policy: `7`, `increment:7:10`, `per-frame:7`, `@seeds.csv`. */
export async function readSeed(text: string): Promise<SeedPolicy> {
  if (text.startsWith("@")) {
    const table = await readFrameTable(text.slice(1));
    return {
      kind: "table",
      seeds: Object.fromEntries(
        table.map(([frame, seed]) => [frame, readNumber(seed, `seed ${seed} of frame ${frame}`)]),
      ),
    };
  }
  const [kind = "", ...numbers] = text.split(":");
  const [seed, step] = numbers.map((one) => readNumber(one, `--seed ${JSON.stringify(text)}`));
  if (numbers.length === 0) return { kind: "fixed", seed: readNumber(kind, `--seed ${JSON.stringify(text)}`) };
  if (kind === "increment" && seed !== undefined && numbers.length <= 2)
    return { kind: "increment", seed, ...(step === undefined ? {} : { step }) };
  if (kind === "per-frame" && seed !== undefined && numbers.length === 1) return { kind: "perFrame", seed };
  throw new CliError("usage", `Invalid --seed ${JSON.stringify(text)}.`, FORMS);
}

function readNumber(text: string, what: string): number {
  const number = Number(text);
  if (/^\s*\d+\s*$/.test(text) && Number.isSafeInteger(number)) return number;
  throw new CliError("usage", `Invalid ${what}: a seed is a whole number from 0 to ${Number.MAX_SAFE_INTEGER}.`, FORMS);
}
