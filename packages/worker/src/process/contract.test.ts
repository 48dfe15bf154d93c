import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import * as z from "zod";
import { supervise } from "../supervisor/server.ts";
import { attachTo } from "./attached.ts";
import { superviseChild } from "./child.ts";
import { CannotRestart, ProcessUnavailable, type ComfyProcess, type Exit } from "./comfy-process.ts";
import { superviseRemotely } from "./supervised.ts";

const PROGRAM = fileURLToPath(new URL("../../test/child-program.ts", import.meta.url));
const Life = z.object({ life: z.string(), pid: z.int(), grandchild: z.int().optional() });

const LOCKED = { name: "pack", repository: "https://git.example/pack", commit: "c".repeat(40) };

let dir: string;
let port: number;
const clean: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), "pegbar-process-"));
  port = await freePort();
});
afterEach(async () => {
  for (const one of clean.splice(0).toReversed()) await one();
  await rm(dir, { recursive: true, force: true });
});

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
/** Lines of all processes, with their ids. */
const printed: unknown[] = [];
const url = () => `http://127.0.0.1:${port}/`;
const make = (modes: string[] = [], lines: string[] = []): ComfyProcess => {
  const made = superviseChild({
    url: url(),
    command: [process.execPath, "--disable-warning=ExperimentalWarning", PROGRAM, String(port), ...modes],
    dir,
    env: { FROM_THE_IMAGE: "1" },
    customNodes: [LOCKED],
    onLine: (line, ids) => {
      lines.push(line);
      printed.push([line, ids]);
    },
  });
  clean.push(() => made.stop());
  return made;
};
const look = async () => Life.parse(await (await fetch(new URL("life", url()))).json());
const answers = () => vi.waitFor(look, { timeout: 15_000, interval: 30 });
const isGone = (pid: number) =>
  vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow(), { timeout: 10_000, interval: 20 });

/** All adapters; `held` is the process itself for those that only connect to one. */
const adapters: Record<string, () => Promise<ComfyProcess>> = {
  child: async () => make(),
  supervised: async () => {
    const socket = path.join(dir, "run", "comfyui.sock");
    const supervisor = await supervise(make(), socket);
    clean.push(() => supervisor.close());
    const adapter = superviseRemotely(url(), socket);
    clean.push(() => adapter.close());
    return adapter;
  },
  attached: async () => {
    await make().start();
    return attachTo(url(), [LOCKED]);
  },
};

describe.each(Object.keys(adapters))("ComfyProcess contract: %s", (name) => {
  const adapter = () => adapters[name]?.() ?? Promise.reject(new Error(name));

  test("start: it runs at its URL; a second start has no effect", async () => {
    const it = await adapter();
    await it.start();
    const first = await answers();
    await it.start();
    expect((await look()).life).toBe(first.life);
    expect(it.url).toBe(url());
  });

  test("restart: a new process at the same URL without an exit event, or an error that explains why not", async () => {
    const it = await adapter();
    const exits: Exit[] = [];
    it.onExit((exit) => exits.push(exit));
    await it.start();
    const first = await answers();
    if (!it.canRestart) {
      await expect(it.restart()).rejects.toThrow(CannotRestart);
      expect((await look()).life).toBe(first.life);
      return;
    }
    await it.restart();
    expect((await answers()).life).not.toBe(first.life);
    await isGone(first.pid);
    expect(exits).toEqual([]);
  });

  test("stop: it no longer answers; an attached one keeps running", async () => {
    const it = await adapter();
    await it.start();
    const { pid } = await answers();
    await it.stop();
    if (!it.canRestart) return void (await look());
    await isGone(pid);
    await expect(look()).rejects.toThrow();
    await it.start();
    expect((await answers()).pid).not.toBe(pid);
  });

  test("an unexpected exit is reported once, with its cause", async () => {
    const it = await adapter();
    if (!it.canRestart) return;
    const exits: Exit[] = [];
    it.onExit((exit) => exits.push(exit));
    await it.start();
    const { pid } = await answers();
    process.kill(pid, "SIGKILL");
    await vi.waitFor(() => expect(exits).toEqual([{ code: null, signal: "SIGKILL" }]), { timeout: 5000 });
    await it.start();
    await answers();
    await fetch(new URL("exit", url())).catch(() => undefined);
    await vi.waitFor(() => expect(exits.slice(1)).toEqual([{ code: 3, signal: null }]), { timeout: 5000 });
  });

  test("output: lines before the first prompt, then known ones, with the job whose prompt runs", async () => {
    if (name === "attached") return;
    printed.splice(0);
    const it = await adapter();
    await it.start();
    await answers();
    const job = { jobId: "job_1", attemptId: "att_1" };
    it.markStart(job);
    await vi.waitFor(() =>
      expect(printed).toEqual([
        ["Starting server", {}],
        ["Prompt executed in 1.00 seconds", job],
        ["lines withheld", { ...job, lines: 1 }],
      ]),
    );
  });

  test("memory: of a running process, in bytes, if known", async () => {
    const it = await adapter();
    await it.start();
    await answers();
    const bytes = await it.readMemory();
    if (it.canRestart) expect(bytes).toBeGreaterThan(20e6);
    else expect(bytes).toBeUndefined();
  });

  test("machine: the custom nodes of its lock, before it answers; nothing else if it does not run in Python", async () => {
    expect(await (await adapter()).readMachineFacts()).toEqual({ lock: [LOCKED] });
  });
});

describe("child", () => {
  test("a Python that fails is reported, and the lock kept", async () => {
    const command = [path.join(dir, "python3"), "main.py"];
    const it = superviseChild({ url: url(), command, dir, customNodes: [LOCKED] });
    expect(await it.readMachineFacts()).toEqual({
      failure: expect.stringContaining("python3 did not describe its packages"),
      lock: [LOCKED],
    });
  });

  test("one that ignores SIGTERM is killed, with its own children", async () => {
    const it = make(["deaf", "grandchild"]);
    await it.start();
    const { pid, grandchild = 0 } = await answers();
    const asked = performance.now();
    await it.stop();
    expect(performance.now() - asked).toBeLessThan(9000);
    await isGone(pid);
    await isGone(grandchild);
  });

  test("first stops the process that a killed predecessor left running", async () => {
    const before = make(["grandchild"]);
    await before.start();
    const left = await answers();
    const it = make();
    await it.start();
    await isGone(left.pid);
    await isGone(left.grandchild ?? 0);
    expect((await answers()).pid).not.toBe(left.pid);
  });

  test("does not stop a process that reuses the recorded id", async () => {
    await writeFile(path.join(dir, "comfyui.pid"), JSON.stringify({ pid: process.pid, startedAt: "1" }));
    await make().start();
    await answers();
    expect(() => process.kill(process.pid, 0)).not.toThrow();
  });

  test("a missing program is reported by name", async () => {
    const it = superviseChild({ url: url(), command: ["/no/such/python", "main.py"], dir });
    await expect(it.start()).rejects.toThrow(new ProcessUnavailable("/no/such/python could not be started"));
  });

  test("passes on its lines until the first prompt, and none after it", async () => {
    const lines: string[] = [];
    await make([], lines).start();
    await answers();
    expect(lines).toEqual(["Starting server"]);
  });

  test("gets no credentials: not in its environment, open files or folder", async () => {
    const secrets = {
      SST_RESOURCE_WorkerKey: "worker-key-0123456789",
      SST_RESOURCE_LightQueue: "queue-0123456789",
      AWS_ACCESS_KEY_ID: "access-0123456789",
      AWS_SECRET_ACCESS_KEY: "secret-0123456789",
      AWS_SESSION_TOKEN: "session-0123456789",
      AWS_WEB_IDENTITY_TOKEN_FILE: "/var/run/secrets/token-0123456789",
      AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://169.254.170.23/0123456789",
      HF_TOKEN: "hf-0123456789",
      NODE_OPTIONS: "",
    };
    for (const [name, value] of Object.entries(secrets)) vi.stubEnv(name, value);
    clean.push(async () => vi.unstubAllEnvs());
    await make().start();
    await answers();
    const Seen = z.object({
      environment: z.record(z.string(), z.string()),
      openFiles: z.array(z.string()),
      directory: z.string(),
      files: z.array(z.string()),
      arguments: z.array(z.string()),
      commandLine: z.string(),
    });
    const seen = Seen.parse(await (await fetch(new URL("seen", url()))).json());
    const allowed = new Set([
      "PATH",
      "HOME",
      "LANG",
      "TZ",
      "LD_LIBRARY_PATH",
      "FROM_THE_IMAGE",
      "DO_NOT_TRACK",
      "HF_HUB_OFFLINE",
      "TRANSFORMERS_OFFLINE",
      "HF_DATASETS_OFFLINE",
    ]);
    const extra = Object.keys(seen.environment).filter(
      (name) => !allowed.has(name) && !/^(LC|CUDA|NVIDIA|PYTORCH)_/.test(name),
    );
    expect(extra).toEqual([]);
    expect(seen.environment["HOME"]).toBe(dir);
    expect(JSON.stringify(seen)).not.toMatch(/0123456789/);
    // Its three streams, Node's own files, and its listening socket.
    const own = /^(pipe:|socket:|anon_inode:|\/dev\/null$|\/proc\/)/;
    expect(seen.openFiles.filter((file) => !own.test(file))).toEqual([]);
    expect(seen.directory).toBe(dir);
    expect(seen.files).toEqual(["comfyui.pid", "input"]);
    expect(await readdir(dir)).toEqual(["comfyui.pid", "input"]);
  });

  test.skipIf(process.getuid?.() !== 0)(
    "cannot read this process's environment when it runs as another account",
    async () => {
      const home = await mkdtemp(path.join("/tmp", "pegbar-account-"));
      clean.push(() => rm(home, { recursive: true, force: true }));
      await import("node:fs/promises").then(({ chown }) => chown(home, 65_534, 65_534));
      const lines: string[] = [];
      const it = superviseChild({
        url: url(),
        command: ["/bin/sh", "-c", `id -u; cat /proc/${process.pid}/environ || echo refused; sleep 30`],
        dir: home,
        account: { uid: 65_534, gid: 65_534 },
        onLine: (line) => void lines.push(line),
      });
      clean.push(() => it.stop());
      await it.start();
      await vi.waitFor(() => expect(lines).toContain("refused"), { timeout: 10_000 });
      expect(lines[0]).toBe("65534");
      expect(lines.join()).not.toContain("PATH=");
    },
  );
});

describe("supervised", () => {
  test("a missing supervisor is reported by its socket", async () => {
    const socket = path.join(dir, "none.sock");
    const it = superviseRemotely(url(), socket);
    clean.push(() => it.close());
    await expect(it.start()).rejects.toThrow(`ComfyUI's supervisor at ${socket} does not answer`);
  });

  test("reports an exit of ComfyUI when its supervisor exits", async () => {
    const socket = path.join(dir, "comfyui.sock");
    const supervisor = await supervise(make(), socket);
    const it = superviseRemotely(url(), socket);
    clean.push(() => it.close());
    const exits: Exit[] = [];
    it.onExit((exit) => exits.push(exit));
    await it.start();
    await answers();
    // The listener is connected by then.
    await new Promise((resolve) => setTimeout(resolve, 200));
    await supervisor.close();
    await vi.waitFor(() => expect(exits).toEqual([{ code: null, signal: null }]), { timeout: 5000 });
  });
});
