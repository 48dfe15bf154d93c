import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { computeKey } from "./cache.ts";

let root: string;
let declared: string;
const write = (file: string, text: string) => {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
};
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "pegbar-plans-"));
  declared = path.join(root, "elsewhere.json");
  execFileSync("git", ["init", "--quiet", root]);
  write("infra/network.ts", "one");
  write("package-lock.json", "{}");
  write(".gitignore", "dist/\n");
  execFileSync("git", ["-C", root, "add", "."]);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
});

const key = (stage = "prod") => computeKey(stage, [declared], root);

test.for<[string, () => void]>([
  ["a tracked file", () => write("infra/network.ts", "two")],
  ["an untracked file", () => write("packages/core/src/new.ts", "")],
  ["a deleted file", () => rmSync(path.join(root, "infra/network.ts"))],
  ["the lock file", () => write("package-lock.json", '{ "a": 1 }')],
  ["the declared values", () => writeFileSync(declared, "{}")],
  ["an environment variable", () => vi.stubEnv("PEGBAR_SOMETHING", "1")],
])("creates a new plan for a change of %s", ([_what, change]) => {
  const before = key();
  change();
  expect(key()).not.toBe(before);
});

test("reuses the plan while its inputs do not change", () => {
  const before = key();
  write("docs/page.md", "text");
  write("infra/plan/invariants/new.ts", "text");
  write("infra/network.test.ts", "text");
  write("infra/dist/built.js", "text");
  expect(key()).toBe(before);
  expect(key("staging")).not.toBe(before);
});

test("caches no plan if git cannot list the files", () => {
  rmSync(path.join(root, ".git"), { recursive: true });
  expect(key()).toBeUndefined();
});
