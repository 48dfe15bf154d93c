import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { startDeadline } from "@pegbar/comfyui";
import * as Contract from "@pegbar/core/contract";
import type { Sign } from "./sign.ts";

/** Another worker has the job, or it has ended: this attempt is void. */
export class LeaseLost extends Error {
  constructor() {
    super("the lease has ended");
    this.name = "LeaseLost";
  }
}

/** The Work API rejected a request permanently. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, detail: string) {
    super(`${code}: ${detail}`);
    this.name = "Refused";
    this.status = status;
    this.code = code;
  }
}

/** The platform's API for workers. */
export interface WorkApi {
  register(request: Contract.RegisterRequest): Promise<Contract.WorkerAnswer>;
  /** Undefined if the platform does not know the worker: it must register again. */
  report(workerId: string, request: Contract.ReportRequest): Promise<Contract.WorkerAnswer | undefined>;
  /** Deregisters the worker. */
  leave(workerId: string): Promise<void>;
  /** @param traceparent of the claim's span */
  claim(
    request: z.input<typeof Contract.ClaimRequest>,
    signal: AbortSignal,
    traceparent?: string,
  ): Promise<Contract.ClaimAnswer>;
  heartbeat(lease: LeaseRef, beat: z.input<typeof Contract.HeartbeatRequest>): Promise<Contract.HeartbeatAnswer>;
  /** Like `complete`, retries for about five minutes or until `signal` fires. */
  createUploads(
    lease: LeaseRef,
    request: Contract.UploadsRequest,
    signal: AbortSignal,
  ): Promise<Contract.UploadsAnswer>;
  complete(lease: LeaseRef, request: Contract.CompleteRequest, signal: AbortSignal): Promise<void>;
  fail(lease: LeaseRef, request: z.input<typeof Contract.FailRequest>): Promise<void>;
  release(lease: LeaseRef, request: Contract.ReleaseRequest): Promise<void>;
}
/** `traceparent` is sent with each request. */
export type LeaseRef = Pick<Contract.Lease, "attemptId" | "token" | "traceparent">;

const Problem = z.object({ code: z.string(), detail: z.string().default("") });
const TIMEOUT_MS = 15_000;
const BACK_OFF_MS = [100, 250, 500, 1000, 2000, 4000];
/** Retries for about five minutes, because that costs less than rendering again. */
const RESULT_BACK_OFF_MS = [...BACK_OFF_MS, 8000, 15_000, 30_000, 60_000, 60_000, 60_000, 60_000];

/**
 * Creates a client of the Work API. Calls are idempotent, so lost answers and 5xx are retried with back-off.
 * @param sign needed if a gateway authenticates the worker's role
 */
export function createWorkApi(url: string, workerKey: string, sign?: Sign): WorkApi {
  const post = async <T>(
    path: string,
    { authorization, traceparent }: Caller,
    body: unknown,
    answer: z.ZodType<T>,
    signal?: AbortSignal,
    backOffMs: readonly number[] = BACK_OFF_MS,
  ): Promise<T> => {
    const headers = { authorization, ...(traceparent === undefined ? {} : { traceparent }) };
    for (let attempt = 0; ; attempt++) {
      const outcome = await send(resolveUrl(url, path), headers, body, sign, signal);
      if (outcome.ok) return answer.parse(outcome.json);
      const pause = backOffMs[attempt];
      if (!outcome.again || pause === undefined) throw outcome.error;
      await sleep(pause, undefined, signal ? { signal } : {});
    }
  };
  const { workPaths } = Contract;
  const formatBearer = ({ token, traceparent }: LeaseRef): Caller => ({
    authorization: `Bearer ${token}`,
    traceparent,
  });
  const end = async (path: string, lease: LeaseRef, body: unknown) => {
    await post(path, formatBearer(lease), body, Contract.EndAnswer);
  };
  const worker: Caller = { authorization: `Worker ${workerKey}` };
  return {
    register: (request) => post(workPaths.workers, worker, request, Contract.WorkerAnswer),
    report: (id, request) =>
      post(workPaths.report(id), worker, request, Contract.WorkerAnswer).catch((error: unknown) => {
        if (error instanceof Refused && error.status === 404) return undefined;
        throw error;
      }),
    leave: async (id) => void (await post(workPaths.leave(id), worker, {}, z.unknown())),
    claim: (request, signal, traceparent) =>
      post(workPaths.claim, { ...worker, traceparent }, request, Contract.ClaimAnswer, signal),
    heartbeat: (lease, beat) =>
      post(workPaths.heartbeat(lease.attemptId), formatBearer(lease), beat, Contract.HeartbeatAnswer),
    createUploads: (lease, request, signal) => {
      const path = workPaths.uploads(lease.attemptId);
      return post(path, formatBearer(lease), request, Contract.UploadsAnswer, signal, RESULT_BACK_OFF_MS);
    },
    complete: async (lease, request, signal) => {
      const path = workPaths.complete(lease.attemptId);
      await post(path, formatBearer(lease), request, Contract.EndAnswer, signal, RESULT_BACK_OFF_MS);
    },
    fail: (lease, request) => end(workPaths.fail(lease.attemptId), lease, request),
    release: (lease, request) => end(workPaths.release(lease.attemptId), lease, request),
  };
}

/** Resolves a path below the base URL, which may end with a gateway's stage. */
const resolveUrl = (url: string, path: string): URL => new URL(`${url.replace(/\/+$/, "")}${path}`);

/** Builds the headers. A signature uses the header Authorization, so the Work API's own token moves to another header. */
const buildHeaders = async (
  url: URL,
  { authorization, ...others }: Headers,
  body: string,
  sign: Sign | undefined,
): Promise<Record<string, string>> => {
  const type = { "content-type": "application/json" };
  if (!sign) return { ...type, ...others, authorization };
  const signed = await sign({ url, headers: { ...type, [Contract.TOKEN_HEADER]: authorization }, body });
  return { ...signed, ...others };
};

interface Caller {
  authorization: string;
  traceparent?: string | undefined;
}
type Headers = { authorization: string; traceparent?: string };

type Outcome = { ok: true; json: unknown } | { ok: false; again: boolean; error: Error };

async function send(
  url: URL,
  own: Headers,
  content: unknown,
  sign: Sign | undefined,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  using limit = startDeadline(TIMEOUT_MS, signal);
  const body = JSON.stringify(content);
  let response: Response;
  try {
    const headers = await buildHeaders(url, own, body, sign);
    response = await fetch(url, { method: "POST", headers, body, signal: limit.signal });
    if (response.ok) return { ok: true, json: await response.json() };
  } catch (error) {
    signal?.throwIfAborted();
    return { ok: false, again: true, error: new Error("the Work API does not answer", { cause: error }) };
  }
  // A gateway or proxy answers without a problem document; the status is enough.
  const problem = Problem.safeParse(await response.json().catch(() => undefined));
  if (problem.data?.code === Contract.LEASE_LOST) return { ok: false, again: false, error: new LeaseLost() };
  const error = new Refused(response.status, problem.data?.code ?? "unknown", problem.data?.detail ?? "");
  return { ok: false, again: response.status >= 500 || response.status === 429, error };
}
