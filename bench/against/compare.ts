import path from "node:path";
import type { Choice } from "../benchmark.ts";
import { Scope } from "../scope.ts";
import { computeMedian, round } from "../statistics.ts";
import { checkOut, runGit } from "./checkout.ts";
import { measureOnce } from "./measure-once.ts";

const ROOT = path.join(import.meta.dirname, "../..");

interface Options extends Choice {
  name: string;
  commit: string;
  rounds: number;
}

/**
 * Measures this tree and another commit alternately, and swaps their order in each round, so that other load on the
 * machine affects both. Prints medians and their ratio, which is above 1 if this tree's figure is higher.
 */
export async function compare({ name, commit, rounds, ...choice }: Options): Promise<void> {
  await using scope = new Scope();
  const other = await checkOut(ROOT, commit, scope);
  const short = other.sha.slice(0, 9);
  console.log(`${name}: this tree (${describe()}) against ${short}, ${rounds} rounds`);
  const figures: Record<"tree" | "commit", Record<string, number>[]> = { tree: [], commit: [] };
  const sides = { tree: { dir: ROOT, label: "this tree" }, commit: { dir: other.dir, label: short } };
  for (let turn = 1; turn <= rounds; turn++) {
    for (const side of turn % 2 === 1 ? (["tree", "commit"] as const) : (["commit", "tree"] as const)) {
      console.log(`  round ${turn} of ${rounds}, ${sides[side].label} …`);
      const found = await measureOnce(sides[side].dir, name, choice, scope);
      figures[side].push(found);
      console.log(`    ${JSON.stringify(found)}`);
    }
  }
  const tree = computeMedians(figures.tree);
  const against = computeMedians(figures.commit);
  const ratio = Object.fromEntries(Object.keys(tree).map((key) => [key, computeRatio(tree[key], against[key])]));
  print({ tree, against, ratio, label: short });
  console.log(JSON.stringify({ bench: name, against: other.sha, rounds, tree, commit: against, ratio }));
}

/** Describes this tree: HEAD, and whether there are uncommitted changes. */
function describe(): string {
  const head = runGit(ROOT, "rev-parse", "--short=9", "HEAD");
  return runGit(ROOT, "status", "--porcelain") === "" ? head : `${head} and uncommitted changes`;
}

function computeMedians(runs: readonly Record<string, number>[]): Record<string, number> {
  const names = Object.keys(runs[0] ?? {});
  return Object.fromEntries(
    names.map((name) => [name, round(computeMedian(runs.map((run) => run[name] ?? Number.NaN)), 4)]),
  );
}

/** Computes a / b; null if b is 0. */
const computeRatio = (a = Number.NaN, b = Number.NaN): number | null => (b === 0 ? null : round(a / b, 4));

interface Table {
  tree: Record<string, number>;
  against: Record<string, number>;
  ratio: Record<string, number | null>;
  label: string;
}
function print({ tree, against, ratio, label }: Table): void {
  const width = Math.max(...Object.keys(tree).map((name) => name.length));
  const formatRow = (name: string, ...cells: unknown[]) =>
    console.log([name.padEnd(width), ...cells.map((cell) => String(cell ?? "–").padStart(12))].join("  "));
  formatRow("median", "this tree", label, "ratio");
  for (const name of Object.keys(tree)) formatRow(name, tree[name], against[name], ratio[name]);
}
