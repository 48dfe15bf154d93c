import { parseArgs } from "node:util";
import type { Choice } from "./benchmark.ts";
import { benchmarks } from "./registry.ts";

const ALL = "all";
const DEFAULT_ROUNDS = 5;
const names = Object.keys(benchmarks);

export const USAGE = `npm run bench -- NAME [--small] [--jobs N] [--against COMMIT [--rounds N]]

  NAME              ${names.join(" | ")}, or ${ALL}
  --small           finish in seconds, to check that it works; the figures are not valid
  --jobs N          number of jobs (ledger: leaves; portal: assets; not for ${names.filter((name) => !benchmarks[name]?.takesJobs).join(", ")})
  --against COMMIT  measure this tree and COMMIT alternately, and print medians and their ratio
  --rounds N        measurements of each with --against (default ${DEFAULT_ROUNDS})`;

export class UsageError extends Error {}

export interface Call extends Choice {
  names: readonly string[];
  against: string | undefined;
  rounds: number;
}

/** Parses the command line. @throws UsageError for a wrong call */
export function parseCall(args: readonly string[]): Call {
  const { values, positionals } = parse(args);
  const [name, ...more] = positionals;
  if (name === undefined) throw new UsageError("Name a benchmark.");
  if (more.length > 0) throw new UsageError(`Name one benchmark only. Unexpected: ${more.join(" ")}.`);
  if (name !== ALL && !Object.hasOwn(benchmarks, name)) throw new UsageError(`Unknown benchmark: ${name}.`);
  const jobs = count("jobs", values.jobs);
  if (jobs !== undefined && (name === ALL || !benchmarks[name]?.takesJobs))
    throw new UsageError(`${name} does not take --jobs.`);
  const { against, small } = values;
  if (against !== undefined && name === ALL) throw new UsageError("--against compares one benchmark. Name it.");
  const rounds = count("rounds", values.rounds);
  if (rounds !== undefined && against === undefined) throw new UsageError("--rounds needs --against COMMIT.");
  return { names: name === ALL ? names : [name], small, jobs, against, rounds: rounds ?? DEFAULT_ROUNDS };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        small: { type: "boolean", default: false },
        jobs: { type: "string" },
        against: { type: "string" },
        rounds: { type: "string" },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function count(option: string, given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const number = Number(given);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new UsageError(`--${option} must be a whole number above 0, not ${JSON.stringify(given)}.`);
}
