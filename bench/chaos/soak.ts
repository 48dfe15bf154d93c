import { fork } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { createRequire } from "node:module";
import path from "node:path";
import { buffer, json } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { CreateQueueCommand, SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { startFauxqs } from "fauxqs";
import sharp from "sharp";
import * as Contract from "@pegbar/core/contract";
import { buildClientConfig, credentials, REGION } from "@pegbar/local/store/access.ts";
import { freePort } from "@pegbar/local/platform/addresses.ts";
import { buildPreviewEnvironment } from "@pegbar/local/platform/comfyui.ts";
import { Scope, createTemporaryFolder } from "../scope.ts";
import { computeMedian, round } from "../statistics.ts";

const INPUT = "inp_00000000000000000000000001";
const PAGE_BYTES = 4096;
/** Samples during the measured jobs. */
const SAMPLES = 100;
const BATCH = 10;
/** Messages kept in the queue, so that the worker never waits. */
const AHEAD = 20;

/**
 * Runs many small jobs on one worker process with its ComfyUI, against a fake Work API that accepts everything. Measures
 * how much more memory the worker uses in the last tenth of the jobs than in the first tenth, after `warmUp` jobs in
 * which V8 sizes its heap.
 * @returns megabytes
 */
export async function measureMemoryGrowth(warmUp: number, jobs: number): Promise<number> {
  await using scope = new Scope();
  const dir = createTemporaryFolder(scope, "pegbar-soak-");
  const store = await startFauxqs({ port: 0, host: "127.0.0.1", logger: false });
  scope.defer(() => store.stop());
  const sqs = new SQSClient(buildClientConfig(store.address));
  scope.defer(() => sqs.destroy());
  await sqs.send(new CreateQueueCommand({ QueueName: "light" }));
  const platform = await startFakeWorkApi();
  scope.defer(() => platform.stop());
  const queueUrl = `${store.address}/000000000000/light`;
  const buildResource = (name: string, value: unknown) => ({ [`SST_RESOURCE_${name}`]: JSON.stringify(value) });
  const worker = fork(createRequire(import.meta.url).resolve("@pegbar/worker/main.ts"), {
    execArgv: ["--disable-warning=ExperimentalWarning"],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: {
      PATH: process.env["PATH"] ?? "",
      NODE_ENV: "production",
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_ENDPOINT_URL_SQS: store.address,
      ...buildResource("LightQueue", { url: queueUrl }),
      ...buildResource("WorkApi", { url: platform.url }),
      ...buildResource("WorkerKey", { value: "soak" }),
      WORKER_CACHE_DIR: path.join(dir, "cache"),
      ...buildPreviewEnvironment({ dir, index: 0, port: await freePort(), modelFolder: dir, paceMs: undefined }),
    },
  });
  const gone = once(worker, "exit");
  scope.defer(async () => {
    worker.kill("SIGTERM");
    await gone;
  });
  const total = warmUp + jobs;
  const every = Math.max(1, Math.floor(jobs / SAMPLES));
  const samples: number[] = [];
  let sent = 0;
  while (platform.done() < total) {
    if (worker.exitCode !== null || worker.signalCode !== null)
      throw new Error("the worker exited before all jobs were done");
    for (; sent < Math.min(total, platform.done() + AHEAD); sent += BATCH) {
      const Entries = Array.from({ length: BATCH }, (_, i) => ({
        Id: String(i),
        MessageBody: JSON.stringify({ jobId: `job_${sent + i}`, class: "light", nonce: randomUUID() }),
      }));
      await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    }
    const before = Math.floor(platform.done() / every);
    await sleep(20);
    if (platform.done() >= warmUp && Math.floor(platform.done() / every) > before)
      samples.push(readResidentBytes(worker.pid ?? 0));
  }
  const tenth = Math.max(1, Math.floor(samples.length / 10));
  const [first, last] = [computeMedian(samples.slice(0, tenth)), computeMedian(samples.slice(-tenth))];
  console.log(`  ${round(first / 1e6)} MB after ${warmUp} jobs, ${round(last / 1e6)} MB after ${jobs} more`);
  return round((last - first) / 1e6);
}

const readResidentBytes = (pid: number): number =>
  Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * PAGE_BYTES;

/** Starts a fake Work API and store that accept everything. */
async function startFakeWorkApi() {
  const picture = await sharp({ create: { width: 64, height: 48, channels: 3, background: "#a07050" } })
    .png()
    .toBuffer();
  let done = 0;
  let count = 0;
  const signRequest = (method: "GET" | "PUT", at: string): Contract.SignedRequest => ({
    method,
    url: `${url}${at}`,
    headers: {},
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  });
  const createLease = (): Contract.Lease => ({
    attemptId: `att_${++count}`,
    jobId: `job_${count}`,
    tenantId: "ten_soak",
    token: "token",
    fence: 1,
    leaseSeconds: 30,
    heartbeatSeconds: 10,
    graph: {
      "1": { class_type: "LoadImage", inputs: { image: INPUT } },
      "2": { class_type: "ImageInvert", inputs: { image: ["1", 0] } },
      "3": { class_type: "SaveImage", inputs: { images: ["2", 0], filename_prefix: "soak" } },
    },
    inputs: [
      {
        id: INPUT,
        sha256: createHash("sha256").update(picture).digest("hex"),
        bytes: picture.length,
        contentType: "image/png",
        download: signRequest("GET", "/input"),
      },
    ],
    models: [],
    timeLimitSeconds: 60,
    stallSeconds: 60,
    previewUpload: signRequest("PUT", "/preview"),
  });
  const answer = async (req: IncomingMessage): Promise<unknown> => {
    const at = req.url ?? "";
    if (at === Contract.workPaths.workers || at.endsWith("/report")) return { fit: true };
    if (at === Contract.workPaths.claim) return { result: "granted", lease: createLease() };
    if (at.endsWith("/heartbeat"))
      return { cancel: false, leaseExpiresAt: new Date(Date.now() + 30_000).toISOString() };
    if (at.endsWith("/uploads")) {
      const { outputs } = Contract.UploadsRequest.parse(await json(req));
      return { uploads: outputs.map(({ name }) => ({ name, upload: signRequest("PUT", "/output") })) };
    }
    if (/\/(complete|fail|release)$/.test(at)) {
      if (!at.endsWith("/complete")) throw new Error(`an attempt ended with ${at}`);
      done++;
      return { jobId: "job", state: "succeeded" };
    }
    return {};
  };
  const server = createServer((req, res) => {
    void (async () => {
      if (req.method === "GET") return res.end(picture);
      if (req.method === "PUT") await buffer(req);
      const body = req.method === "PUT" ? {} : await answer(req);
      req.resume();
      res.writeHead(200, { "content-type": "application/json" });
      return res.end(JSON.stringify(body));
    })().catch((error: unknown) => {
      console.error(error);
      res.writeHead(500).end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    done: () => done,
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
