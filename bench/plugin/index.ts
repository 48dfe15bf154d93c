import path from "node:path";
import * as z from "zod";
import { findPython, runProgram } from "../../test/setup/python.ts";
import { defineBenchmark } from "../benchmark.ts";
import { runOnStand } from "../stand.ts";

const Figures = z.object({
  calls: z.int().positive(),
  max_block_ms: z.number(),
  p99_block_ms: z.number(),
  jobs: z.int(),
  frames: z.int(),
});

/**
 * Measures how long the plug-ins' client keeps the host's main thread while it submits, waits and downloads: jobs with a
 * file each, and a frame range. Needs Python 3.10.
 */
export const plugin = defineBenchmark({
  full: { jobs: 20, frames: 100, megabytes: 10 },
  small: { jobs: 2, frames: 3, megabytes: 1 },
  measure: ({ jobs, frames, megabytes }) =>
    runOnStand(
      async ({ platform }) => {
        const python = findPython();
        if (python === undefined) throw new Error("This benchmark needs Python 3.10 or later.");
        const script = path.join(import.meta.dirname, "main_thread.py");
        const args = [script, platform.addresses.api, `${jobs}`, `${frames}`, `${megabytes}`];
        const { code, output } = await runProgram(python, args, { cwd: import.meta.dirname, timeoutMs: 600_000 });
        if (code !== 0) throw new Error(output);
        const last = output.trim().split("\n").at(-1) ?? "";
        return Figures.parse(JSON.parse(last));
      },
      { workers: 1 },
    ),
});
