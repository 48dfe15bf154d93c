import { api } from "./api.ts";
import type { Benchmark } from "./benchmark.ts";
import { busy } from "./busy.ts";
import { chaos } from "./chaos/index.ts";
import { fairness } from "./fairness.ts";
import { footprint } from "./footprint.ts";
import { ledger } from "./ledger.ts";
import { overhead } from "./overhead.ts";
import { portal } from "./portal.ts";
import { submit } from "./submit.ts";

/** All benchmarks; those that can share a platform follow each other, and `fairness`, which leaves jobs behind, is last. */
export const benchmarks: Readonly<Record<string, Benchmark>> = {
  overhead,
  busy,
  portal,
  fairness,
  submit,
  api,
  ledger,
  footprint,
  chaos,
};
