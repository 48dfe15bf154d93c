import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";

const run = (tool: string, ...args: string[]) => {
  const file = path.join(import.meta.dirname, "..", tool);
  const { status, stderr } = spawnSync(process.execPath, [file, ...args], { encoding: "utf8" });
  return { status, said: stderr.trim().split("\n") };
};

test.each([
  "infra/plan/plan.ts",
  "infra/check-cluster.ts",
  "infra/registry.ts",
  "infra/preflight/run.ts",
  "infra/import-models.ts",
  "infra/simulate/run.ts",
  "images/build.ts",
])("%s prints its usage for an unknown option", (tool) => {
  const { status, said } = run(tool, "--nope");
  expect(status).toBe(2);
  expect(said).toEqual(["Unknown option '--nope'", expect.stringMatching(/^usage: npm run \w+ -- /)]);
});

test.each([
  ["infra/plan/plan.ts", "--out", "nowhere.json"],
  ["infra/check-cluster.ts"],
  ["infra/registry.ts"],
  ["infra/preflight/run.ts"],
  ["infra/import-models.ts", "--manifest", "models.json"],
])("%s prints one line for an invalid stage", (tool, ...more) => {
  const { status, said } = run(tool, "--stage", "production", ...more);
  expect(status).toBe(1);
  expect(said).toEqual([
    "Unknown stage: production. Use prod, staging, dev-lite or dev-NAME, such as --stage dev-anna.",
  ]);
});
