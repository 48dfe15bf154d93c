import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, vi } from "vitest";
import { ComfyClient } from "@pegbar/comfyui";
import { createHttpExchange, createFolderExchange } from "../src/comfyui/exchange.ts";
import type { Folders } from "../src/comfyui/folders.ts";
import { ComfyUIManager } from "../src/comfyui/comfyui-manager.ts";
import type { Timeouts } from "../src/comfyui/render.ts";
import { InputCache } from "../src/input-cache.ts";
import { runLoop } from "../src/loop.ts";
import { createMetrics } from "../src/metrics.ts";
import type { ComfyProcess, Exit } from "../src/process/comfy-process.ts";
import type { MachineFacts } from "../src/software/machine-facts.ts";
import { Registration } from "../src/registration.ts";
import { scriptedComfyui, type Script, type ScriptedComfyui } from "./comfyui.ts";
import { fakePlatform, type FakePlatform } from "./platform.ts";

/** Memory limit of ComfyUI. */
export const MEMORY_BYTES = 1e9;

/** A worker in this process, and its output. */
export interface Worker {
  platform: FakePlatform;
  manager: ComfyUIManager;
  registration: Registration;
  /** Number of restarts of ComfyUI, and their reasons. */
  restarts: string[];
  logged: { level: string; message: string }[];
  /** Asks the worker to stop. Resolves when it has stopped. */
  stop(): Promise<void>;
}

export interface Stand extends Worker {
  comfyui: ScriptedComfyui;
  /** The process exits unexpectedly. */
  exit(): void;
  /** Sets the memory usage of ComfyUI. */
  weigh(bytes: number): void;
}

interface WorkerConfig {
  stopSeconds?: number;
  prefetchSeconds?: number;
  timeouts?: Partial<Timeouts>;
  startSeconds?: number;
  /** Folders shared with ComfyUI; without them, files are sent over HTTP. */
  folders?: Folders;
  /** Bytes of the jobs' input. */
  picture?: Buffer;
}

interface Config extends WorkerConfig {
  /** As if it were started by somebody else. */
  attached?: boolean;
  /** What its machine knows about its software, or why that cannot be read. */
  machine?: MachineFacts | Error;
}

/** A worker between a stand-in for ComfyUI and a fake platform. `clean` receives the cleanups. */
export async function workerAt(
  clean: (() => Promise<void>)[],
  process: ComfyProcess,
  { timeouts: given = {}, startSeconds = 10, folders, picture, ...config }: WorkerConfig = {},
): Promise<Worker> {
  const platform = await fakePlatform(picture);
  const dir = await mkdtemp(path.join(tmpdir(), "pegbar-worker-"));
  const client = new ComfyClient(process.url);
  const exchange = folders
    ? createFolderExchange(folders, process.canRestart)
    : createHttpExchange(client, path.join(dir, "spool"));
  const timeouts: Timeouts = { start: 1, silence: 5, stop: 2, busy: 120, ...given };
  const restarts: string[] = [];
  const logged: Worker["logged"] = [];
  const log = (level: string, message: string) => void logged.push({ level, message });
  const metrics = createMetrics({ worker: "w", class: "light" });
  const registration = new Registration({
    workApi: platform.workApi,
    workerId: "w",
    log,
    loadedModels: () => [],
    restarts: () => manager.restarts,
  });
  const manager: ComfyUIManager = new ComfyUIManager({
    process,
    client,
    exchange,
    timeouts,
    startSeconds,
    memoryBytes: MEMORY_BYTES,
    memoryPollMs: 20,
    log,
    onState: (state) => {
      registration.setState(state);
      if (state === "ready" && manager.facts)
        registration.setDescription({ class: "light", imageDigest: "x", models: [], ...manager.facts });
    },
    onRestart: (reason) => void restarts.push(reason),
  });
  const [stopping, ended] = [new AbortController(), new AbortController()];
  const keeping = [manager.run(ended.signal), registration.run(ended.signal)];
  const working = runLoop(
    {
      config: { class: "light", workerId: "w", imageDigest: "x", stopSeconds: 60, prefetchSeconds: 5, ...config },
      manager,
      registration,
      exchange,
      timeouts,
      workApi: platform.workApi,
      queue: platform.queue,
      cache: new InputCache(path.join(dir, "inputs"), 1024 * 1024),
      spool: path.join(dir, "spool"),
      metrics,
      log,
    },
    stopping.signal,
  );
  const stop = async () => {
    stopping.abort();
    await working;
  };
  clean.push(async () => {
    await stop();
    ended.abort();
    await Promise.all(keeping);
    await platform.stop();
    await rm(dir, { recursive: true, force: true });
  });
  return { platform, manager, registration, restarts, logged, stop };
}

/** A worker in this process between a scripted ComfyUI and a fake platform. `clean` receives the cleanups. */
export async function stand(
  clean: (() => Promise<void>)[],
  script: Partial<Script> = {},
  { attached = false, machine = {}, ...config }: Config = {},
): Promise<Stand> {
  const comfyui = await scriptedComfyui(script);
  clean.push(() => comfyui.stop());
  const exits: ((exit: Exit) => void)[] = [];
  let memory: number | undefined;
  const process: ComfyProcess = {
    url: comfyui.url,
    canRestart: !attached,
    start: async () => undefined,
    async restart() {
      memory = undefined;
      comfyui.forget();
    },
    stop: async () => undefined,
    readMemory: async () => memory,
    async readMachineFacts() {
      if (machine instanceof Error) throw machine;
      return machine;
    },
    markStart: () => undefined,
    onExit: (listener) => void exits.push(listener),
    close: async () => undefined,
  };
  const worker = await workerAt(clean, process, config);
  return {
    ...worker,
    comfyui,
    exit: () => exits.forEach((tell) => tell({ code: null, signal: "SIGKILL" })),
    weigh: (bytes) => void (memory = bytes),
  };
}

/** Waits until this number of messages has been processed. */
export const ended = ({ platform }: Pick<Worker, "platform">, count = 1) =>
  vi.waitFor(() => expect(platform.removed).toHaveLength(count), { timeout: 20_000, interval: 20 });
