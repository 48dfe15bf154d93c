import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { checkOut, runGit } from "../../bench/against/checkout.ts";
import { Scope } from "../../bench/scope.ts";
import { startBench } from "../setup/bench.ts";
import { createDataFolder } from "../setup/data-folder.ts";
import { ROOT } from "../setup/docs.ts";
import { listDescendants, listRunningProcesses } from "../setup/processes.ts";

// HEAD is checked out. If the lock file of this tree differs from HEAD's, each test installs HEAD's packages and takes
// minutes.
let folder: string;
let worktrees: string;
beforeEach(() => {
  folder = createDataFolder("compare");
  worktrees = runGit(ROOT, "worktree", "list");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const nothingIsLeft = () => {
  expect(readdirSync(folder)).toEqual([]);
  expect(runGit(ROOT, "worktree", "list")).toBe(worktrees);
};

test("measures the product of the checked out commit with this tree's benchmark", { timeout: 300_000 }, async () => {
  const scope = new Scope();
  const { dir, sha } = await checkOut(ROOT, "HEAD", scope);
  expect(sha).toBe(runGit(ROOT, "rev-parse", "HEAD"));
  const specifiers = [
    "@pegbar/core/result/ledger/append.ts",
    "@pegbar/local/platform/index.ts",
    "@pegbar/worker/main.ts",
  ];
  const program = `console.log(JSON.stringify(${JSON.stringify(specifiers)}.map((one) => import.meta.resolve(one))))`;
  const resolved = execFileSync(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: path.join(dir, "bench"),
    encoding: "utf8",
  });
  const files = (JSON.parse(resolved) as string[]).map((url) =>
    path.relative(realpathSync(dir), new URL(url).pathname),
  );
  expect(files).toEqual([
    "packages/core/src/result/ledger/append.ts",
    "packages/local/src/platform/index.ts",
    "packages/worker/src/main.ts",
  ]);
  for (const file of ["bench/run.ts", "bench/against/compare.ts", "test/setup/browser.ts"])
    expect(readFileSync(path.join(dir, file), "utf8")).toBe(readFileSync(path.join(ROOT, file), "utf8"));
  await scope.end();
  expect(runGit(ROOT, "worktree", "list")).toBe(worktrees);
});

test("prints medians of both sides and their ratio", { timeout: 300_000 }, async () => {
  const bench = startBench(["ledger", "--small", "--against", "HEAD", "--rounds", "2"], folder);
  const { exit, lines } = await bench.ended();
  expect(exit, bench.said()).toBe(0);
  const turns = lines.flatMap((line) => /^ {2}round (\d) of 2, (.+) …$/.exec(line)?.slice(1, 3).join(" ") ?? []);
  const short = runGit(ROOT, "rev-parse", "HEAD").slice(0, 9);
  expect(turns).toEqual(["1 this tree", `1 ${short}`, `2 ${short}`, "2 this tree"]);

  const runs = lines.flatMap((line) => {
    const [, json] = /^ {4}(\{.+\})$/.exec(line) ?? [];
    return json === undefined ? [] : [JSON.parse(json) as Record<string, number>];
  });
  const result = JSON.parse(lines.at(-1) ?? "") as Record<"tree" | "commit" | "ratio", Record<string, number>>;
  expect(result).toMatchObject({ bench: "ledger", against: runGit(ROOT, "rev-parse", "HEAD"), rounds: 2 });
  expect(Object.keys(result)).toEqual(["bench", "against", "rounds", "tree", "commit", "ratio"]);
  const mean = (a: number, b: number) =>
    Number((((runs[a]?.["batch_per_second"] ?? 0) + (runs[b]?.["batch_per_second"] ?? 0)) / 2).toFixed(4));
  expect(result.tree["batch_per_second"]).toBe(mean(0, 3));
  expect(result.commit["batch_per_second"]).toBe(mean(1, 2));
  expect(result.ratio["batch_per_second"]).toBe(Number((mean(0, 3) / mean(1, 2)).toFixed(4)));
  expect(result.ratio["leaves"]).toBe(1);
  expect(lines.some((line) => /^batch_per_second( +[\d.]+){3}$/.test(line))).toBe(true);
  nothingIsLeft();
});

test("stops everything and removes the worktree on Ctrl-C", { timeout: 300_000 }, async () => {
  const bench = startBench(["ledger", "--small", "--against", "HEAD"], folder);
  const running = () => listDescendants(bench.pid).map(({ command }) => command);
  await vi.waitFor(() => expect(running()).toContainEqual(expect.stringContaining("/postgres ")), 240_000);
  const processes = listDescendants(bench.pid);
  bench.kill("SIGINT");
  expect((await bench.ended()).exit, bench.said()).toBe(130);
  expect(listRunningProcesses(processes)).toEqual([]);
  nothingIsLeft();
});

test("exits 2 for an unknown commit, before measuring anything", async () => {
  const bench = startBench(["ledger", "--against", "no-such-commit"], folder);
  const { exit, lines } = await bench.ended();
  expect([exit, lines]).toEqual([2, [""]]);
  expect(bench.said()).toMatch(/Commit not found in .*: no-such-commit\./);
  nothingIsLeft();
});
