import { setTimeout as sleep } from "node:timers/promises";
import { ComfyClient, parseObjectInfo } from "@pegbar/comfyui";
import { overHttp, sharedFolders } from "./comfyui/exchange.ts";
import { Session } from "./comfyui/session.ts";
import { readConfig } from "./config.ts";
import { InputCache } from "./input-cache.ts";
import { jsonLog } from "./log.ts";
import { loop } from "./loop.ts";
import { sqsQueue } from "./queue.ts";
import { httpWorkApi } from "./work-api.ts";

const RETRY_MS = 500;

const stopping = new AbortController();
process.once("SIGTERM", () => stopping.abort());
process.once("SIGINT", () => stopping.abort());
process.once("disconnect", () => stopping.abort());

const config = readConfig(process.env);
const client = new ComfyClient(config.comfyuiUrl);

/** A worker may start before its ComfyUI. */
async function reached() {
  for (;;) {
    try {
      return { stats: await client.systemStats(), objectInfo: parseObjectInfo(await client.objectInfo()) };
    } catch (error) {
      if (stopping.signal.aborted) process.exit(0);
      jsonLog("warn", "ComfyUI is not there yet", { error: String(error) });
      await sleep(RETRY_MS);
    }
  }
}

const { stats, objectInfo } = await reached();
const { comfyuiFolders: folders } = config;
const session = new Session(client, objectInfo);
await loop(
  {
    config,
    session,
    exchange: folders ? sharedFolders(folders.input, folders.output) : overHttp(client),
    queue: sqsQueue(config.queueUrl),
    workApi: httpWorkApi(config.workApiUrl, config.workerKey),
    cache: new InputCache(config.cacheDir, config.cacheBytes),
    log: jsonLog,
    runtime: {
      comfyuiVersion: stats.system.comfyui_version,
      imageDigest: config.imageDigest,
      gpu: stats.devices[0]?.name ?? "unknown",
    },
    onReady: () => process.send?.({ type: "ready" }),
  },
  stopping.signal,
);
await session.close();
process.exit(0);
