import type { Pegbar } from "./client.ts";
import { PegbarError } from "./error.ts";
import { backOff, pause } from "./pause.ts";
import type { components } from "./schema.ts";
import { readStream } from "./stream.ts";

type Job = components["schemas"]["Job"];

/** Something that happened to a job. Kept ones have an id; `progress` and `preview` show the newest state and have none. */
export interface JobEvent {
  id?: string;
  /** `queued`, `running`, `interrupted`, `cancelling`, `succeeded`, `failed`, `cancelled`, `held`, `progress`, `preview` … */
  type: string;
  data: Record<string, unknown>;
}

/** How to follow a job. */
export interface EventOptions {
  signal?: AbortSignal;
  /** Id of the last event that is known already. */
  after?: string;
  /** Between two looks where streams do not get through. 2000 unless told. */
  pollMs?: number;
}

/** How to wait for a job. */
export interface WaitOptions extends EventOptions {
  onEvent?: (event: JobEvent) => void | Promise<void>;
}

/** Streams that failed one after the other before jobs are asked instead. */
const PATIENCE = 3;
const ENDS = new Set(["succeeded", "failed", "cancelled"]);

/** Whether a job in this state, or with this newest event, goes no further by itself. */
export const hasEnded = (state: string): boolean => ENDS.has(state);

/** A job's events until it has ended. Streams that break are taken up where they broke; without any, the job is asked. */
export async function* follow(
  client: Pick<Pegbar, "get" | "request">,
  jobId: string,
  { signal, after = "0", pollMs = 2000 }: EventOptions = {},
): AsyncGenerator<JobEvent> {
  const path = { params: { path: { id: jobId } }, ...(signal ? { signal } : {}) };
  const told = { last: after, newest: "" };
  const heard = (event: JobEvent): JobEvent => {
    if (event.id !== undefined) Object.assign(told, { last: event.id, newest: event.type });
    return event;
  };
  for (let failures = 0; failures < PATIENCE;) {
    try {
      for await (const event of readStream(client, jobId, told.last, signal)) {
        failures = 0;
        yield heard(event);
      }
      // A retried job has ended before and goes on: its newest event counts, not that there was an end.
      if (hasEnded(told.newest)) return;
      if (hasEnded((await client.get("/v1/jobs/{id}", path)).state))
        return yield* missed(client, jobId, told.last, signal);
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      if (isFinal(error)) throw error;
      failures++;
      await pause(backOff(failures - 1), signal);
    }
  }
  let shown = "";
  for (;;) {
    const job = await client.get("/v1/jobs/{id}", path);
    for (const event of seen(job)) {
      const text = JSON.stringify(event);
      if (event.type === "progress" ? text !== shown : event.type !== told.newest) yield heard(event);
      if (event.type === "progress") shown = text;
      told.newest = event.type === "progress" ? told.newest : event.type;
    }
    if (hasEnded(job.state)) return;
    await pause(pollMs, signal);
  }
}

/** What was recorded between the end of a stream and the look at the job. */
async function* missed(
  client: Pick<Pegbar, "request">,
  jobId: string,
  last: string,
  signal?: AbortSignal,
): AsyncGenerator<JobEvent> {
  yield* readStream(client, jobId, last, signal);
}

/** What a look at a job says in the words of its events. */
function seen(job: Job): JobEvent[] {
  const { id: jobId, state, reason, failure, progress } = job;
  const now: JobEvent = {
    type: state,
    data: { jobId, ...(reason === null ? {} : { reason }), ...(failure ? { failure } : {}) },
  };
  return progress && state === "running" ? [now, { type: "progress", data: { jobId, ...progress } }] : [now];
}

/** An answer that no further try would change. */
const isFinal = (error: unknown): boolean =>
  error instanceof PegbarError &&
  error.status >= 400 &&
  error.status < 500 &&
  error.status !== 408 &&
  error.status !== 429;

/** Waits until a job has ended, well or not, and answers with it. */
export async function waitForJob(
  client: Pick<Pegbar, "get" | "request">,
  jobId: string,
  { onEvent, ...options }: WaitOptions = {},
): Promise<Job> {
  for await (const event of follow(client, jobId, options)) await onEvent?.(event);
  const { signal } = options;
  return client.get("/v1/jobs/{id}", { params: { path: { id: jobId } }, ...(signal ? { signal } : {}) });
}
