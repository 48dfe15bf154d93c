import type { components } from "@pegbar/sdk";
import type { KeyedValue, SeedPolicy } from "@pegbar/frames";
import { findNamed, parsePairs, parseValue, type Value } from "../values.ts";
import { readKeyframes } from "./keyframes.ts";
import type { ValueOptions } from "./options.ts";
import { readSeed } from "./seed.ts";
import type { StopAfter } from "./stop-after.ts";

type Form = components["schemas"]["Workflow"]["form"];

/** Fields of a request that batches and retakes have in common, without inputs. */
export interface BatchValues {
  parameters: Record<string, Value>;
  keyframes: Record<string, KeyedValue>;
  seed?: SeedPolicy;
  lane?: "interactive" | "batch";
  priority?: number;
  labels?: Record<string, string>;
  name?: string;
  stopAfter?: StopAfter;
}

/** Reads the values of options. Checks each against the workflow's form. */
export async function readValues({ fields }: Form, options: ValueOptions): Promise<BatchValues> {
  const { param = [], keyframes = [], seed, lane, priority, label, name, stopAfter } = options;
  const parameters = parsePairs(param, "-p").map(([one, text]): [string, Value] => [
    one,
    parseValue(findNamed(fields, one, "parameter"), text),
  ]);
  return {
    parameters: Object.fromEntries(parameters),
    keyframes: await readKeyframes(fields, keyframes),
    ...(seed === undefined ? {} : { seed: await readSeed(seed) }),
    ...(lane === undefined ? {} : { lane }),
    ...(priority === undefined ? {} : { priority }),
    ...(label === undefined ? {} : { labels: Object.fromEntries(parsePairs(label, "--label")) }),
    ...(name === undefined ? {} : { name }),
    ...(stopAfter === undefined ? {} : { stopAfter }),
  };
}
