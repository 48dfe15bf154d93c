import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import type { Graph } from "@pegbar/comfyui";
import {
  ClaimRequest,
  RegisterRequest,
  type CompleteRequest,
  type Lease,
  type ReleaseRequest,
} from "@pegbar/core/contract";
import type { Queue } from "../src/queue.ts";
import { LeaseLost, type WorkApi } from "../src/work-api.ts";

type End =
  | { end: "complete"; jobId: string; request: CompleteRequest }
  | { end: "fail"; jobId: string; request: Parameters<WorkApi["fail"]>[1] }
  | { end: "release"; jobId: string; request: ReleaseRequest };

export const PICTURE = Buffer.from("an input's bytes");
export const INPUT = "inp_00000000000000000000000001";

export const graph = (): Graph => ({
  "1": { class_type: "LoadImage", inputs: { image: INPUT }, _meta: { title: "Layout" } },
  "2": { class_type: "ImageInvert", inputs: { image: ["1", 0] } },
  "3": { class_type: "SaveImage", inputs: { filename_prefix: "mine", images: ["2", 0] } },
});

/** Fault of an upload: a status, a connection that breaks, or a response that is lost. */
export type PutFault = number | "reset" | "lost";

/** The platform for a worker: a queue, the Work API and presigned URLs, all in this process. */
export async function fakePlatform(picture: Buffer = PICTURE) {
  const ends: End[] = [];
  const puts: { path: string; headers: Record<string, unknown>; bytes: Buffer }[] = [];
  const order: string[] = [];
  const removed: string[] = [];
  const extended: { receipt: string; seconds: number }[] = [];
  const waiting: { body: string; receipt: string }[] = [];
  const leases = new Map<string, Lease>();
  const workers: string[] = [];
  const registrations: RegisterRequest[] = [];
  const claims: ClaimRequest[] = [];
  /** Progress in each heartbeat. */
  const beats: number[] = [];
  const behaviour = {
    putDelayMs: 0,
    /** Delay of inputs in milliseconds. */
    getDelayMs: 0,
    /** Faults of the next uploads of outputs, in order. */
    putFaults: [] as PutFault[],
    /** Cancels all jobs, or these attempts. */
    cancel: false as boolean | ReadonlySet<string>,
    lost: false,
    /** Thrown by `complete` instead of recording the result. */
    completeFault: undefined as Error | undefined,
    wait: false,
    inputBytes: picture,
    /** Reason why the worker may take no jobs. */
    unfit: undefined as string | undefined,
  };
  let arrived: () => void = () => undefined;
  let count = 0;

  const server = createServer((req, res) => {
    void (async () => {
      const isOutput = req.method === "PUT" && req.url !== "/preview";
      const fault = isOutput ? behaviour.putFaults.shift() : undefined;
      if (fault === "reset") return void req.once("data", () => req.socket.destroy());
      const bytes = await buffer(req);
      if (req.method === "GET") {
        await new Promise((resolve) => setTimeout(resolve, behaviour.getDelayMs));
        return res.end(behaviour.inputBytes);
      }
      await new Promise((resolve) => setTimeout(resolve, behaviour.putDelayMs));
      if (typeof fault === "number") return res.writeHead(fault).end();
      const place = req.url ?? "";
      if (isOutput && puts.some(({ path }) => path === place)) return res.writeHead(412).end();
      order.push(`put ${place}`);
      puts.push({ path: place, headers: req.headers, bytes });
      return fault === "lost" ? req.socket.destroy() : res.end();
    })().catch(() => res.destroy());
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
    async register(request) {
      registrations.push(RegisterRequest.parse(request));
      workers.push(`register ${request.state}`);
      return judge();
    },
    async report(_id, { state }) {
      workers.push(state);
      return judge();
    },
    async leave() {
      workers.push("leave");
    },
    async claim(request) {
      claims.push(ClaimRequest.parse(request));
      const { nonce } = request;
      if (behaviour.wait) return { result: "wait", seconds: 7 };
      const lease = leases.get(nonce);
      leases.delete(nonce);
      return lease ? { result: "granted", lease } : { result: "nothing" };
    },
    async heartbeat({ attemptId }, { progress }) {
      if (progress) beats.push(progress.fraction);
      if (behaviour.lost) throw new LeaseLost();
      const { cancel } = behaviour;
      return {
        cancel: cancel === true || (cancel !== false && cancel.has(attemptId)),
        leaseExpiresAt: new Date().toISOString(),
      };
    },
    async createUploads({ attemptId }, { outputs }) {
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
      if (behaviour.completeFault) throw behaviour.completeFault;
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
    registrations,
    claims,
    beats,
    puts,
    order,
    removed,
    extended,
    behaviour,
    message,
    /** Enqueues a job for the worker. Returns its attempt's id. */
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
            sha256: createHash("sha256").update(picture).digest("hex"),
            bytes: picture.length,
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
