import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { buildFastEnvironment } from "../../packages/local/src/platform/fast-start.ts";
import { printErrors } from "../../scripts/errors.ts";
import { readStage } from "../stage.ts";
import { getImageFile } from "../declared.ts";
import { computeKey, load, store } from "./cache.ts";
import { install, ROOT } from "./install.ts";

/** A resource that the program declares. Inputs are what would be sent to the provider. */
export interface Planned {
  urn: string;
  type: string;
  name: string;
  parent: string | null;
  inputs: Record<string, unknown>;
  /** URNs of its dependencies. */
  after: string[];
}

interface Options {
  stage: string;
  /** Declared values; default: placeholders. */
  declared?: string;
  /** Creates the plan even if it is cached. */
  fresh?: boolean;
}

/**
 * Creates the plan of a stage without an account or network: SST's real platform with Pulumi's mocks. Uses the cache
 * for unchanged files.
 */
export async function createPlan({
  stage,
  declared = path.join(import.meta.dirname, "declared.json"),
  fresh = false,
}: Options): Promise<Planned[]> {
  install();
  await using _lock = await acquireLock();
  const key = computeKey(stage, [declared, getImageFile(declared)]);
  const before = fresh || key === undefined ? undefined : load(key);
  const text = before ?? (await readPlan(stage, declared));
  if (key !== undefined && before === undefined) store(key, text);
  return JSON.parse(text) as Planned[];
}

async function readPlan(stage: string, declared: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "pegbar-plan-"));
  const out = path.join(folder, "plan.json");
  try {
    await run([path.join(import.meta.dirname, "program.ts"), stage, out], { PEGBAR_DECLARED: declared });
    return await readFile(out, "utf8");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const LOCK = path.join(ROOT, ".sst/plan.lock");
const STALE_MS = 180_000;

/** Creates one plan at a time, because names of SST's bundles do not contain the stage. */
async function acquireLock(): Promise<AsyncDisposable> {
  for (;;) {
    try {
      await mkdir(LOCK);
      return { [Symbol.asyncDispose]: () => rm(LOCK, { recursive: true, force: true }) };
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
      // The other process may have just released the lock.
      const lock = await stat(LOCK).catch(() => undefined);
      // The process with a lock of this age was killed.
      if (lock && Date.now() - lock.mtimeMs > STALE_MS) await rm(LOCK, { recursive: true, force: true });
      await sleep(100);
    }
  }
}

/**
 * Runs a program in a separate process, because it sets globals and exits. If it fails, it runs again with stack traces:
 * Pulumi takes one for each of its promises, a fifth of the time of a plan.
 */
async function run(args: string[], env: Record<string, string>): Promise<void> {
  const first = await runOnce(["--stack-trace-limit=0", ...args], env);
  if (first.code === 0) return;
  const { code, said } = await runOnce(args, env);
  if (code !== 0) throw new Error(`the stage cannot be planned:\n${said}`);
}

async function runOnce(args: string[], env: Record<string, string>): Promise<{ code: unknown; said: string }> {
  const child = spawn(process.execPath, ["--max-old-space-size=4096", ...args], {
    cwd: ROOT,
    env: { ...process.env, ...buildFastEnvironment(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const [code]: unknown[] = await once(child, "close");
  return { code, said };
}

const USAGE = "npm run plan -- --stage STAGE --out FILE [--declared FILE]";

if (import.meta.main) {
  printErrors(USAGE);
  const { values } = parseArgs({
    options: { stage: { type: "string" }, out: { type: "string" }, declared: { type: "string" } },
  });
  if (values.stage === undefined || values.out === undefined) {
    console.error(`usage: ${USAGE}`);
    process.exit(2);
  }
  // One line instead of the program's stack trace.
  readStage(values.stage);
  const began = performance.now();
  const planned = await createPlan({
    stage: values.stage,
    fresh: true,
    ...(values.declared === undefined ? {} : { declared: path.resolve(values.declared) }),
  });
  await writeFile(values.out, `${JSON.stringify(planned, null, 1)}\n`);
  console.log(
    `${planned.length} resources of ${values.stage} in ${((performance.now() - began) / 1000).toFixed(1)} s: ${values.out}`,
  );
}
