import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import type { Graph } from "@pegbar/comfyui";
import type { CompleteRequest, Lease, ReleaseRequest } from "@pegbar/core/contract";
import type { Queue } from "../src/queue.ts";
import { LeaseLost, type WorkApi } from "../src/work-api.ts";

type End =
  | { end: "complete"; jobId: string; request: CompleteRequest }
  | { end: "fail"; jobId: string; request: Parameters<WorkApi["fail"]>[1] }
  | { end: "release"; jobId: string; request: ReleaseRequest };

export const PICTURE = Buffer.from("an input's bytes");
const INPUT = "inp_00000000000000000000000001";

export const graph = (): Graph => ({
  "1": { class_type: "LoadImage", inputs: { image: INPUT }, _meta: { title: "Layout" } },
  "2": { class_type: "ImageInvert", inputs: { image: ["1", 0] } },
  "3": { class_type: "SaveImage", inputs: { filename_prefix: "mine", images: ["2", 0] } },
});

/** The platform as a worker sees it: a queue, the Work API and presigned URLs, all in this process. */
export async function fakePlatform() {
  const ends: End[] = [];
  const puts: { path: string; headers: Record<string, unknown>; bytes: Buffer }[] = [];
  const order: string[] = [];
  const removed: string[] = [];
  const extended: { receipt: string; seconds: number }[] = [];
  const waiting: { body: string; receipt: string }[] = [];
  const leases = new Map<string, Lease>();
  const workers: string[] = [];
  const behaviour = {
    putDelayMs: 0,
    /** So many uploads are answered with 503 first. */
    putFailures: 0,
    cancel: false,
    lost: false,
    wait: false,
    inputBytes: PICTURE,
    /** Why the worker may take no job. */
    unfit: undefined as string | undefined,
  };
  let arrived: () => void = () => undefined;
  let count = 0;

  const server = createServer((req, res) => {
    void (async () => {
      const bytes = await buffer(req);
      if (req.method === "GET") return res.end(behaviour.inputBytes);
      await new Promise((resolve) => setTimeout(resolve, behaviour.putDelayMs));
      if (behaviour.putFailures > 0) {
        behaviour.putFailures--;
        res.writeHead(503);
        return res.end();
      }
      order.push(`put ${req.url ?? ""}`);
      puts.push({ path: req.url ?? "", headers: req.headers, bytes });
      return res.end();
    })();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("no address");
  const url = (path: string) => `http://127.0.0.1:${address.port}${path}`;
  const signed = (method: "GET" | "PUT", path: string, headers: Record<string, string> = {}) => ({
    method,
    url: url(path),
    headers,
    expiresAt: new Date(Date.now() + 60_000).toISOString(),
  });

  const judge = () =>
    behaviour.unfit === undefined ? { fit: true as const } : { fit: false as const, reason: behaviour.unfit };
  const workApi: WorkApi = {
    async register({ state }) {
      workers.push(`register ${state}`);
      return judge();
    },
    async report(_id, { state }) {
      workers.push(state);
      return judge();
    },
    async leave() {
      workers.push("leave");
    },
    async claim({ nonce }) {
      if (behaviour.wait) return { result: "wait", seconds: 7 };
      const lease = leases.get(nonce);
      leases.delete(nonce);
      return lease ? { result: "granted", lease } : { result: "nothing" };
    },
    async heartbeat() {
      if (behaviour.lost) throw new LeaseLost();
      return { cancel: behaviour.cancel, leaseExpiresAt: new Date().toISOString() };
    },
    async uploads({ attemptId }, { outputs }) {
      return {
        uploads: outputs.map(({ name }) => ({
          name,
          upload: signed("PUT", `/${attemptId}/${encodeURIComponent(name)}`, {
            "if-none-match": "*",
            "x-amz-checksum-sha256": "sum",
          }),
        })),
      };
    },
    async complete({ attemptId }, request) {
      order.push(`complete ${attemptId}`);
      ends.push({ end: "complete", jobId: attemptId, request });
    },
    fail: async ({ attemptId }, request) => void ends.push({ end: "fail", jobId: attemptId, request }),
    release: async ({ attemptId }, request) => void ends.push({ end: "release", jobId: attemptId, request }),
  };
  const queue: Queue = {
    async receive(signal) {
      signal.throwIfAborted();
      if (waiting.length === 0) {
        await new Promise<void>((resolve) => {
          arrived = resolve;
          signal.addEventListener("abort", () => resolve(), { once: true });
        });
      }
      signal.throwIfAborted();
      return waiting.shift();
    },
    extend: async (receipt, seconds) => void extended.push({ receipt, seconds }),
    remove: async (receipt) => {
      order.push(`remove ${receipt}`);
      removed.push(receipt);
    },
  };
  const message = (body: string): string => {
    const receipt = `receipt-${++count}`;
    waiting.push({ body, receipt });
    arrived();
    return receipt;
  };
  return {
    workApi,
    queue,
    ends,
    workers,
    puts,
    order,
    removed,
    extended,
    behaviour,
    message,
    /** Puts a job before the worker; returns its attempt's id. */
    job(
      changes: Partial<Pick<Lease, "graph" | "tenantId" | "timeLimitSeconds" | "stallSeconds" | "inputs">> = {},
    ): string {
      const number = count + 1;
      const attemptId = `att_${number}`;
      const nonce = `nonce-of-message-${number}`;
      leases.set(nonce, {
        attemptId,
        jobId: `job_${number}`,
        tenantId: "ten_a",
        token: "token",
        fence: 1,
        leaseSeconds: 30,
        heartbeatSeconds: 10,
        graph: graph(),
        models: ["model.safetensors"],
        inputs: [
          {
            id: INPUT,
            sha256: createHash("sha256").update(PICTURE).digest("hex"),
            bytes: PICTURE.length,
            contentType: "image/png",
            download: signed("GET", "/input"),
          },
        ],
        timeLimitSeconds: 60,
        stallSeconds: 30,
        previewUpload: signed("PUT", "/preview"),
        ...changes,
      });
      message(JSON.stringify({ jobId: `job_${number}`, class: "light", nonce }));
      return attemptId;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
export type FakePlatform = Awaited<ReturnType<typeof fakePlatform>>;
