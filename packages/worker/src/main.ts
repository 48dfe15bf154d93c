/** Entry point of a worker process: one GPU, one ComfyUI. See `config.ts` for its environment. */
import { startTracing } from "@pegbar/telemetry/trace/start.ts";
import { createLog } from "@pegbar/telemetry/log/line.ts";
import { writeLogLine } from "./log.ts";
import { readConfig } from "./config.ts";
import { runWorker } from "./work.ts";

/** Hard limit for a shutdown in milliseconds, because the machine may be reclaimed. */
const LAST_MS = 88_000;

const config = readConfig(process.env);
const log = createLog("worker", writeLogLine, () => ({ workerId: config.workerId }));
const stopping = new AbortController();
const stop = (why: string) => {
  if (stopping.signal.aborted) return;
  log("info", "stopping", { why });
  stopping.abort();
  setTimeout(() => process.exit(1), LAST_MS).unref();
};
process.on("SIGTERM", () => stop("SIGTERM"));
process.on("SIGINT", () => stop("SIGINT"));
process.on("disconnect", () => stop("disconnect"));

const tracing = await startTracing("pegbar-worker", process.env);
await runWorker(config, stopping.signal, writeLogLine, () => process.send?.({ type: "ready" }));
await tracing.stop();
process.exit(0);
