import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test, vi } from "vitest";
import * as z from "zod";
import { Client, signIn } from "@pegbar/local/client/index.ts";
import { findAccount } from "@pegbar/local/platform/binaries.ts";
import { stopLeftover } from "@pegbar/local/platform/postgres.ts";
import { createDataFolder } from "../setup/data-folder.ts";
import { listDescendants, listRunningProcesses } from "../setup/processes.ts";

const START = fileURLToPath(new URL("../../packages/local/src/start.ts", import.meta.url));
const Addresses = z.strictObject({
  portal: z.url(),
  api: z.url(),
  workApi: z.url(),
  issuer: z.url(),
  sqs: z.url(),
  s3: z.url(),
  database: z.string().startsWith("postgres://"),
  comfyui: z.url(),
  metrics: z.array(z.url()),
  pid: z.int(),
});

interface Run {
  child: ChildProcess;
  /** Output so far, on both streams. */
  said(): string;
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  ready(): Promise<z.infer<typeof Addresses>>;
}

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
}, 60_000);

function folder(): string {
  const dir = createDataFolder("platform");
  cleanups.push(async () => {
    await stopLeftover(dir);
    rmSync(dir, { recursive: true, force: true });
  });
  return dir;
}

/** Runs `npm start` as a separate process. */
function start(
  dir: string,
  options: string[] = ["--port", "0"],
  { preload = [], ...user }: { preload?: string[]; uid?: number; gid?: number } = {},
): Run {
  const child = spawn(process.execPath, [...preload, START, "--dir", dir, ...options], {
    stdio: ["ignore", "pipe", "pipe"],
    cwd: dir,
    env: { PATH: process.env["PATH"], HOME: dir, NODE_NO_WARNINGS: "1" },
    ...user,
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const ended = once(child, "close").then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
  }));
  cleanups.push(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
    const left = await Promise.race([ended.then(() => false), sleep(20_000, true, { ref: false })]);
    if (left) child.kill("SIGKILL");
  });
  return {
    child,
    ended,
    said: () => text,
    async ready() {
      for (let waited = 0; !text.includes("Ready."); waited += 50) {
        if (child.exitCode !== null || waited > 60_000) throw new Error(`it did not start: ${text}`);
        await sleep(50);
      }
      return Addresses.parse(JSON.parse(readFileSync(path.join(dir, "platform.json"), "utf8")));
    },
  };
}

async function finished(run: Run) {
  const end = await Promise.race([run.ended, sleep(30_000, undefined, { ref: false })]);
  if (!end) throw new Error(`it still runs: ${run.said()}`);
  return end;
}

const client = async ({ api, issuer }: { api: string; issuer: string }) =>
  new Client(api, await signIn(issuer, "artist@lumen.example"));
async function paint(artist: Client): Promise<{ jobId: string; assetId: string; bytes: Uint8Array }> {
  const job = await artist.submit({
    shot: "HARBOR/sq010/sh010",
    workflow: "paint-text",
    parameters: { prompt: "kept", width: 64, height: 64, steps: 1 },
  });
  await artist.wait(job.id);
  const [asset] = await artist.assets(job.id);
  const assetId = asset?.id ?? "";
  return { jobId: job.id, assetId, bytes: await artist.download(assetId) };
}
/** All processes that a run has started so far. */
const partsOf = (run: Run) => listDescendants(run.child.pid ?? 0);
/** Processes other than the command's, PostgreSQL and decoders. */
const PARTS = ["preview"];
const SEPARATE_PARTS = ["store", "identity", "preview", "api", "work-api", "media", "background", "webhooks", "worker"];

/** A port followed by six free ones, which may be taken meanwhile. */
const basePort = () => 20_000 + Math.floor(Math.random() * 10_000);

test("a --dir that cannot be created is explained", async () => {
  const dir = folder();
  const file = path.join(dir, "file");
  writeFileSync(file, "");
  const run = start(dir, ["--port", "0", "--dir", path.join(file, "data")]);
  expect(await finished(run)).toEqual({ code: 1, signal: null });
  expect(run.said()).toMatch(/Cannot create the folder .*file\/data\/logs: ENOTDIR.*Choose another one with --dir/);
});

test("keeps its data and ports when it is killed, stopped with Ctrl-C, or restarts by itself", async () => {
  const dir = folder();
  const options = ["--port", String(basePort())];
  const first = start(dir, options);
  const addresses = await first.ready();
  expect(addresses.pid).toBe(first.child.pid);
  for (const address of [addresses.api, addresses.issuer, addresses.sqs, addresses.comfyui])
    expect(first.said()).toContain(address);
  expect(await (await fetch(`${addresses.api}/v1/health`)).json()).toMatchObject({ status: "ok" });
  expect((await fetch(`${addresses.comfyui}/system_stats`)).status).toBe(200);
  const made = await paint(await client(addresses));
  const [ofComponents, ofWorker] = await Promise.all(addresses.metrics.map(async (url) => (await fetch(url)).text()));
  expect(ofWorker).toMatch(/^pegbar_worker_claims_total\{.*answer="granted".*\} 1$/m);
  expect(ofComponents).toMatch(
    /^pegbar_jobs_ended_total\{class="light",lane="interactive",outcome="succeeded",reason=""\} 1$/m,
  );
  const certificate = await (await client(addresses)).certificate(made.assetId);

  const second = start(dir);
  expect(await finished(second)).toEqual({ code: 1, signal: null });
  expect(second.said()).toMatch(/Another Pegbar is running with .*--dir/);
  expect(second.said()).not.toMatch(/^\s+at /m);
  expect((await fetch(`${addresses.api}/v1/health`)).status).toBe(200);
  expect(existsSync(path.join(dir, "platform.json"))).toBe(true);

  const parts = partsOf(first);
  expect(parts.some(({ command }) => command.includes("postgres"))).toBe(true);
  for (const part of PARTS) expect(parts.filter(({ command }) => command.includes(part)).length).toBeGreaterThan(0);
  for (const part of ["process/services.ts", "worker/src/main.ts"])
    expect(parts.filter(({ command }) => command.includes(part))).toEqual([]);
  const own = parts.filter(({ command }) => !command.includes("postgres"));
  expect(own.length).toBeGreaterThanOrEqual(PARTS.length);
  first.child.kill("SIGKILL");
  await finished(first);
  await expect.poll(() => listRunningProcesses(own), { timeout: 10_000 }).toEqual([]);

  const next = start(dir, options);
  expect(await next.ready()).toEqual({ ...addresses, pid: next.child.pid });
  const afterKill = await client(addresses);
  expect(await afterKill.download(made.assetId)).toEqual(made.bytes);
  const later = await paint(afterKill);
  expect(later.jobId).not.toBe(made.jobId);
  const all = [...parts, ...partsOf(next)];
  next.child.kill("SIGINT");
  expect(await finished(next)).toEqual({ code: 0, signal: null });
  expect(next.said()).toContain("Stopped.");
  expect(listRunningProcesses(all)).toEqual([]);
  expect(existsSync(path.join(dir, "platform.json"))).toBe(false);

  // Throws outside of any component when this file exists.
  const plant = path.join(dir, "plant");
  writeFileSync(
    path.join(dir, "preload.mjs"),
    `import { existsSync, rmSync } from "node:fs";
     setInterval(() => {
       if (!existsSync(${JSON.stringify(plant)})) return;
       rmSync(${JSON.stringify(plant)});
       throw new Error("planted");
     }, 50).unref();`,
  );
  const again = start(dir, options, { preload: ["--import", path.join(dir, "preload.mjs")] });
  const { pid } = await again.ready();
  const artist = await client(addresses);
  expect(await artist.job(made.jobId)).toMatchObject({ state: "succeeded" });
  expect(await artist.download(later.assetId)).toEqual(later.bytes);
  expect(JSON.parse(await artist.certificate(made.assetId))).toMatchObject({
    keys: z.object({ keys: z.looseObject({}) }).parse(JSON.parse(certificate)).keys,
  });

  writeFileSync(plant, "");
  const file = path.join(dir, "platform.json");
  const readPid = () => (existsSync(file) ? Addresses.parse(JSON.parse(readFileSync(file, "utf8"))).pid : undefined);
  await expect.poll(() => [undefined, pid].includes(readPid()), { timeout: 60_000 }).toBe(false);
  const afterRestart = await client(addresses);
  expect(await afterRestart.download(made.assetId)).toEqual(made.bytes);
  expect([made.jobId, later.jobId]).not.toContain((await paint(afterRestart)).jobId);
  expect(again.said()).toMatch(/planted[^]*! unexpected error in a component: the platform restarts[^]*Ready/);
  const last = partsOf(again);
  again.child.kill("SIGTERM");
  expect(await finished(again)).toEqual({ code: 0, signal: null });
  expect(listRunningProcesses(last)).toEqual([]);
}, 240_000);

test("names a taken port with its component, and leaves nothing running", async () => {
  const base = basePort();
  const other = createServer();
  other.listen(base + 3, "127.0.0.1");
  await once(other, "listening");
  cleanups.push(() => void other.close());
  const dir = folder();
  const run = start(dir, ["--port", String(base)]);
  expect(await finished(run)).toEqual({ code: 1, signal: null });
  expect(run.said()).toContain(`Port ${base + 3} (store) is used by another program`);
  expect(run.said()).toContain("--port");
  expect(run.said()).not.toMatch(/^\s+at /m);
  expect(existsSync(path.join(dir, "platform.json"))).toBe(false);
}, 60_000);

test("stops on Ctrl-C while it is starting, and leaves nothing running", async () => {
  const dir = folder();
  const run = start(dir);
  while (!run.said().includes("migrations")) await sleep(20);
  const parts = partsOf(run);
  expect(parts.some(({ command }) => command.includes("postgres"))).toBe(true);
  run.child.kill("SIGINT");
  expect(await finished(run)).toEqual({ code: 0, signal: null });
  expect(run.said()).not.toContain("Ready.");
  expect(listRunningProcesses(parts)).toEqual([]);
}, 60_000);

describe("invalid options print one line and exit with 1", () => {
  const wrong: Record<string, [options: string[], says: RegExp]> = {
    "a port that is not a number": [["--port", "x"], /--port must be a whole number from 0 to 65000, not "x"/],
    "a port out of range": [["--port", "70000"], /--port must be/],
    "no workers": [["--workers", "0"], /--workers must be a whole number from 1 to 32/],
    "a ComfyUI that is not a URL": [["--comfyui", "nonsense"], /--comfyui must be an address such as/],
    "a ComfyUI without http": [["--comfyui", "localhost:8188"], /--comfyui must be an address such as/],
    "a ledger without a name": [
      ["--qldb", "http://127.0.0.1:4390"],
      /--qldb must be URL=LEDGER, not "http:\/\/127.0.0.1:4390"/,
    ],
    "an unknown option": [["--nope"], /--nope/],
    "a stray word": [["stray"], /stray/],
  };
  for (const [name, [options, says]] of Object.entries(wrong))
    test(name, async () => {
      const run = start(folder(), options);
      expect([await finished(run), run.said()]).toMatchObject([{ code: 1 }, expect.stringMatching(says)]);
      expect(run.said()).not.toMatch(/^\s+at /m);
      expect(run.said().trim().split("\n").length).toBe(1);
    });
  test("a ComfyUI that does not answer", async () => {
    const dir = folder();
    const run = start(dir, ["--port", "0", "--comfyui", "http://127.0.0.1:9"]);
    while (!run.said().includes("migrations")) await sleep(20);
    const parts = partsOf(run);
    expect(await finished(run)).toEqual({ code: 1, signal: null });
    expect(run.said()).toMatch(/ComfyUI does not answer at http:\/\/127\.0\.0\.1:9 .*--comfyui/);
    expect(run.said()).not.toMatch(/^\s+at /m);
    expect(listRunningProcesses(parts)).toEqual([]);
  }, 60_000);
});

const user = findAccount();
test.skipIf(!user)(
  "as an ordinary user with one process per component: starts, paints, stops",
  async ({ skip }) => {
    if (!user) return;
    const probe = spawn(process.execPath, ["-e", `require("node:fs").readFileSync(${JSON.stringify(START)})`], {
      stdio: "ignore",
      cwd: "/",
      ...user,
    });
    const readable = await once(probe, "close").then(
      ([code]) => code === 0,
      () => false,
    );
    if (!readable) skip("the account nobody cannot read this checkout");
    const dir = folder();
    chownSync(dir, user.uid, user.gid);
    const run = start(dir, ["--port", "0", "--multi-process"], user);
    await paint(await client(await run.ready()));
    const listMissing = () => {
      const commands = partsOf(run).map(({ command }) => command);
      return SEPARATE_PARTS.filter((part) => !commands.some((command) => command.includes(part)));
    };
    // A component that has failed is started again.
    await vi.waitFor(() => expect(listMissing(), run.said()).toEqual([]), { timeout: 15_000, interval: 500 });
    const parts = partsOf(run);
    expect(readFileSync(`/proc/${parts[0]?.pid}/status`, "utf8")).toContain(`Uid:\t${user.uid}\t`);
    run.child.kill("SIGINT");
    expect(await finished(run)).toEqual({ code: 0, signal: null });
    expect(listRunningProcesses(parts)).toEqual([]);
  },
  90_000,
);
