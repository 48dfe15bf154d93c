import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/setup/longest-first.ts";
import { buildFastEnvironment, fastFlags } from "./packages/local/src/platform/fast-start.ts";

// For the processes that run the tests, and for those that tests start with their own environment.
Object.assign(process.env, buildFastEnvironment());

export default defineConfig({
  test: {
    include: [
      "packages/*/src/**/*.test.ts",
      "packages/*/test/**/*.test.ts",
      "test/**/*.test.ts",
      "infra/**/*.test.ts",
      "images/*.test.ts",
      "examples/**/*.test.ts",
    ],
    globalSetup: ["test/setup/global.ts"],
    testTimeout: 120_000,
    // A poll waits for a page on two busy cores.
    expect: { poll: { timeout: 10_000 } },
    hookTimeout: 240_000,
    pool: "forks",
    // Files share the modules that they import: loading them again takes longer than most files' tests.
    isolate: false,
    execArgv: [...fastFlags],
    // Tests wait a part of their time for timers, other processes and each other.
    maxWorkers: 3,
    // Concurrent tests drive a worker and a renderer each; more of them miss their time limits on two cores.
    maxConcurrency: 3,
    sequence: { sequencer: LongestFirst },
  },
});
