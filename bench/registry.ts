import type { Benchmark } from "./benchmark.ts";

/**
 * Creates a benchmark that is imported when it runs, because `--against` runs it with the modules of another commit, which
 * may lack modules that other benchmarks import.
 */
const onDemand = (takesJobs: boolean, load: () => Promise<Benchmark>): Benchmark => ({
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
  overhead: onDemand(true, async () => (await import("./overhead.ts")).overhead),
  busy: onDemand(true, async () => (await import("./busy.ts")).busy),
  portal: onDemand(true, async () => (await import("./portal.ts")).portal),
  fairness: onDemand(true, async () => (await import("./fairness.ts")).fairness),
  submit: onDemand(false, async () => (await import("./submit.ts")).submit),
  api: onDemand(true, async () => (await import("./api.ts")).api),
  ledger: onDemand(true, async () => (await import("./ledger.ts")).ledger),
  footprint: onDemand(true, async () => (await import("./footprint.ts")).footprint),
  chaos: onDemand(true, async () => (await import("./chaos/index.ts")).chaos),
};
