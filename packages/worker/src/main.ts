/** Entry point of a worker process: one GPU, one ComfyUI. See `config.ts` for its environment. */
import { startTracing } from "@pegbar/telemetry/trace/start.ts";
import { logJson } from "./log.ts";
import { readConfig } from "./config.ts";
import { runWorker } from "./work.ts";

/** Hard limit for a shutdown in milliseconds, because the machine may be reclaimed. */
const LAST_MS = 88_000;

const stopping = new AbortController();
const stop = (why: string) => {
  if (stopping.signal.aborted) return;
  logJson("info", "stopping", { why });
  stopping.abort();
  setTimeout(() => process.exit(1), LAST_MS).unref();
};
process.on("SIGTERM", () => stop("SIGTERM"));
process.on("SIGINT", () => stop("SIGINT"));
process.on("disconnect", () => stop("disconnect"));

const tracing = await startTracing("pegbar-worker", process.env);
await runWorker(readConfig(process.env), stopping.signal, logJson, () => process.send?.({ type: "ready" }));
await tracing.stop();
process.exit(0);
