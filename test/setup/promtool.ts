import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "vitest";

/** Whether promtool is installed; warns if not. */
export function isPromtoolInstalled(what: string): boolean {
  const isHere = spawnSync("promtool", ["--version"]).status === 0;
  if (!isHere)
    console.log(`skipped: promtool not found, so no ${what} is tested. Install it: apt-get install prometheus`);
  return isHere;
}

interface Options {
  /** Interval of evaluations; longer ones make tests of several days fast. */
  every?: string;
  /** Whether the rules were checked before. */
  areChecked?: boolean;
}

/** Checks rules with promtool, and runs its unit test of them on the given series. */
export function testPrometheusRules(
  rules: object,
  test: object,
  { every = "1m", areChecked = false }: Options = {},
): void {
  const folder = mkdtempSync(path.join(tmpdir(), "pegbar-promtool-"));
  try {
    // JSON is YAML.
    writeFileSync(path.join(folder, "rules.yml"), JSON.stringify(rules));
    const all = { rule_files: ["rules.yml"], evaluation_interval: every, tests: [{ interval: "1m", ...test }] };
    writeFileSync(path.join(folder, "tests.yml"), JSON.stringify(all));
    if (!areChecked) execFileSync("promtool", ["check", "rules", "rules.yml"], { cwd: folder, stdio: "pipe" });
    const { status, stdout, stderr } = spawnSync("promtool", ["test", "rules", "tests.yml"], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(`${stdout}${stderr}`, `status ${status}`).not.toContain("FAILED");
    expect(status).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
