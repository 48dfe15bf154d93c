import path from "node:path";
import { createLog, type Log } from "@pegbar/telemetry/log/line.ts";
import { ComfyClient } from "@pegbar/comfyui";
import { createHttpExchange, createFolderExchange } from "./comfyui/exchange.ts";
import { locateFolders } from "./comfyui/folders.ts";
import { ComfyUIManager } from "./comfyui/comfyui-manager.ts";
import { defaultTimeouts } from "./comfyui/render.ts";
import type { ComfyuiConfig, Config } from "./config.ts";
import { InputCache } from "./input-cache.ts";
import { runLoop } from "./loop.ts";
import { serveMetrics, createMetrics } from "./metrics.ts";
import { listModels } from "./models.ts";
import { attachTo } from "./process/attached.ts";
import { superviseChild } from "./process/child.ts";
import type { ComfyProcess } from "./process/comfy-process.ts";
import { superviseRemotely } from "./process/supervised.ts";
import { createSqsQueue } from "./queue.ts";
import { Registration } from "./registration.ts";
import { createSigner } from "./sign.ts";
import { createWorkApi } from "./work-api.ts";

/**
 * Runs a worker until `signal` aborts and all its attempts have ended.
 * @param write writes a line to the log
 */
export async function runWorker(
  config: Config,
  signal: AbortSignal,
  write: (line: string) => void,
  onReady: () => void,
): Promise<void> {
  const log = createLog("worker", write, () => ({ workerId: config.workerId }));
  const metrics = createMetrics({ worker: config.workerId, class: config.class });
  const comfyui = openProcess(
    config.comfyui,
    createLog("comfyui", write, () => ({ workerId: config.workerId })),
  );
  const client = new ComfyClient(comfyui.url);
  const spool = path.join(config.cacheDir, "spool");
  const exchange =
    config.comfyuiDir === undefined
      ? createHttpExchange(client, spool)
      : createFolderExchange(locateFolders(config.comfyuiDir), comfyui.canRestart, config.modelDir);
  const { url, signedIn } = config.workApi;
  const workApi = createWorkApi(url, config.workerKey, signedIn === undefined ? undefined : createSigner(signedIn));
  let loadedModels: string[] = [];
  const registration = new Registration({
    workApi,
    workerId: config.workerId,
    log,
    loadedModels: () => loadedModels.slice(0, 64),
    restarts: () => manager.restarts,
  });
  const introduce = async () => {
    const { facts } = manager;
    if (!facts) return;
    registration.setDescription({
      class: config.class,
      imageDigest: config.imageDigest,
      ...facts,
      gpu: facts.gpu.slice(0, 128),
      comfyuiVersion: facts.comfyuiVersion.slice(0, 64),
      models: await listModels(config.modelDir).catch((error: unknown) => {
        log("error", "model folder not read; the worker registers without models", { error });
        return [];
      }),
    });
  };
  const manager: ComfyUIManager = new ComfyUIManager({
    process: comfyui,
    client,
    exchange,
    timeouts: defaultTimeouts,
    startSeconds: config.comfyuiStartSeconds,
    memoryBytes: config.comfyuiMemoryBytes,
    log,
    onState: (state) => {
      registration.setState(state);
      if (state !== "ready") loadedModels = [];
      if (state === "ready") void introduce();
    },
    onRestart: () => metrics.count("pegbar_worker_comfyui_restarts_total", {}),
  });
  const server =
    config.metricsPort === undefined
      ? undefined
      : await serveMetrics(metrics, config.metricsPort, () => {
          const { state } = registration;
          return { state, isHealthy: state === "ready" || state === "working" };
        });
  if (server) log("info", "metrics", { port: server.port });
  const stopMetrics = collectState(metrics, registration, comfyui);

  const cache = new InputCache(path.join(config.cacheDir, "inputs"), config.cacheBytes);
  const pruning = setInterval(() => {
    cache.prune().catch((error: unknown) => log("error", "input cache not pruned", { error }));
  }, PRUNE_MS);
  const ended = new AbortController();
  const keeping = [manager.run(ended.signal), registration.run(ended.signal)];
  await runLoop(
    {
      config,
      manager,
      registration,
      exchange,
      timeouts: defaultTimeouts,
      queue: createSqsQueue(config.queueUrl),
      workApi,
      cache,
      spool,
      metrics,
      log,
      onReady,
      onModels: (models) => (loadedModels = models),
    },
    signal,
  );
  ended.abort();
  clearInterval(pruning);
  stopMetrics();
  await Promise.all([...keeping, server?.close()]);
  // A ComfyUI in another container stops with that container.
  if (config.comfyui.kind === "child") await comfyui.stop();
  await comfyui.close();
}

function openProcess(config: ComfyuiConfig, log: Log): ComfyProcess {
  switch (config.kind) {
    case "child":
      return superviseChild({ ...config.options, onLine: (line, ids) => log("info", line, ids) });
    case "supervised":
      return superviseRemotely(config.url, config.socket);
    case "attached":
      return attachTo(config.url, config.customNodes);
  }
}

const COLLECT_MS = 5000;
const PRUNE_MS = 3_600_000;

/** Gauges that are collected on scrape: the state, and ComfyUI's memory. */
function collectState(
  metrics: ReturnType<typeof createMetrics>,
  registration: Registration,
  comfyui: ComfyProcess,
): () => void {
  const timer = setInterval(() => {
    metrics.set("pegbar_worker_state", [{ labels: { state: registration.state }, value: 1 }]);
    void comfyui.readMemory().then(
      (bytes) =>
        bytes === undefined
          ? undefined
          : metrics.set("pegbar_worker_comfyui_memory_bytes", [{ labels: {}, value: bytes }]),
      // The gauge keeps its last value; the state shows that ComfyUI or its supervisor has exited.
      () => undefined,
    );
  }, COLLECT_MS);
  timer.unref();
  return () => clearInterval(timer);
}
