import { spawn } from "node:child_process";
import { once } from "node:events";

/**
 * Runs all checks, even if one fails: format, types, lint, dependency direction, licences and generated documentation.
 */
const checks: Record<string, string[]> = {
  format: ["node_modules/oxfmt/bin/oxfmt", "--check"],
  types: ["node_modules/typescript/bin/tsc", "-p", "."],
  "types of the command and the SDK, for the oldest Node": ["node_modules/typescript/bin/tsc", "-p", "packages/cli"],
  "types of the infrastructure": ["infra/plan/types.ts"],
  "lint and dependency direction": ["node_modules/oxlint/bin/oxlint", "--type-aware", "--deny-warnings"],
  "silent catches": ["scripts/silent-catch.ts"],
  words: ["scripts/words.ts"],
  "layers of core": ["scripts/layers.ts", "--check"],
  licences: ["scripts/licences.ts"],
  "documentation of roles": ["scripts/roles.ts", "--check"],
  "documentation of metrics": ["scripts/metrics.ts", "--check"],
  "versions and their ends of support": ["infra/write-versions.ts", "--check"],
  "documentation of node classes": ["scripts/node-classes.ts", "--check"],
  "documentation of IAM roles": ["infra/plan/iam-roles.ts", "--check"],
  "the client's types": ["scripts/sdk.ts", "--check"],
  "the OpenAPI document": ["scripts/lint-openapi.ts"],
  "the plug-ins' models": ["scripts/python-models.ts", "--check"],
  "versions of the plug-ins": ["scripts/plugin-versions.ts"],
  "types of the plug-ins' client": ["node_modules/pyright/index.js", "-p", "plugins"],
  "types of the Blender add-on": ["node_modules/pyright/index.js", "-p", "plugins/blender"],
};

let failed = 0;
for (const [name, [program = "", ...flags]] of Object.entries(checks)) {
  const began = performance.now();
  const [code]: unknown[] = await once(spawn(process.execPath, [program, ...flags], { stdio: "inherit" }), "close");
  console.log(`${code === 0 ? "ok  " : "FAIL"} ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  if (code !== 0) failed++;
}
console.log(`${Object.keys(checks).length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
