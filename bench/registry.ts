import type { Benchmark } from "./benchmark.ts";

/**
 * Creates a benchmark that is imported when it runs, because `--against` runs it with the modules of another commit, which
 * may lack modules that other benchmarks import.
 */
const loadOnDemand = (takesJobs: boolean, load: () => Promise<Benchmark>): Benchmark => ({
  takesJobs,
  run: async (choice) => {
    const benchmark = await load();
    if (benchmark.takesJobs !== takesJobs)
      throw new Error("bench/registry.ts has the wrong takesJobs for this benchmark");
    return benchmark.run(choice);
  },
});

/**
 * All benchmarks. Those that can share a platform are adjacent. `fairness` is the last of the first group, because it leaves
 * queued jobs.
 */
export const benchmarks: Readonly<Record<string, Benchmark>> = {
  overhead: loadOnDemand(true, async () => (await import("./overhead.ts")).overhead),
  telemetry: loadOnDemand(true, async () => (await import("./telemetry.ts")).telemetry),
  busy: loadOnDemand(true, async () => (await import("./busy.ts")).busy),
  portal: loadOnDemand(true, async () => (await import("./portal.ts")).portal),
  comfy: loadOnDemand(true, async () => (await import("./comfy/index.ts")).comfy),
  batch: loadOnDemand(false, async () => (await import("./batch.ts")).batch),
  plugin: loadOnDemand(false, async () => (await import("./plugin/index.ts")).plugin),
  fairness: loadOnDemand(true, async () => (await import("./fairness.ts")).fairness),
  submit: loadOnDemand(false, async () => (await import("./submit.ts")).submit),
  api: loadOnDemand(true, async () => (await import("./api.ts")).api),
  inputs: loadOnDemand(false, async () => (await import("./inputs.ts")).inputs),
  ledger: loadOnDemand(true, async () => (await import("./ledger.ts")).ledger),
  footprint: loadOnDemand(true, async () => (await import("./footprint.ts")).footprint),
  chaos: loadOnDemand(true, async () => (await import("./chaos/index.ts")).chaos),
};
