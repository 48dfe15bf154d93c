import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import * as z from "zod";
import type { Choice } from "../benchmark.ts";
import type { Scope } from "../scope.ts";

const Line = z.looseObject({ bench: z.string() });

/** Runs a benchmark in a tree like `npm run bench`, and shows its output. @returns its figures */
export async function measureOnce(
  dir: string,
  name: string,
  { small, jobs }: Choice,
  scope: Scope,
): Promise<Record<string, number>> {
  const flags = [...(small ? ["--small"] : []), ...(jobs === undefined ? [] : ["--jobs", String(jobs)])];
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", "bench/run.ts", name, ...flags], {
    cwd: dir,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const gone = once(child, "close");
  // The child stops the processes that it started before it exits.
  scope.defer(async () => {
    child.kill("SIGTERM");
    await gone;
  });
  let last = "";
  for await (const line of createInterface({ input: child.stdout })) {
    if (last !== "") console.log(`      ${last}`);
    last = line;
  }
  const [code] = (await gone) as [number | null];
  const figures = parseFigures(last);
  if (!figures)
    throw new Error(`${name} exited with code ${code} and printed no figures in ${dir}. See its output above.`);
  if (code !== 0) process.exitCode = 1;
  return figures;
}

/** Parses the figures of a line of JSON that a benchmark printed; undefined for other lines. */
function parseFigures(line: string): Record<string, number> | undefined {
  if (!line.startsWith("{")) return undefined;
  const { bench: _, ...fields } = Line.parse(JSON.parse(line));
  return z.record(z.string(), z.number()).parse(fields);
}
