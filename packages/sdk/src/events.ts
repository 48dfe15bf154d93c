import type { Pegbar } from "./client.ts";
import { PegbarError } from "./error.ts";
import { backOff, pause } from "./pause.ts";
import type { components } from "./schema.ts";
import { poll, readStream } from "./stream.ts";
import { isTransient, type OnRetry } from "./transient.ts";

type Job = components["schemas"]["Job"];

/** An event. Stored events have an id; `progress` and `preview` contain the newest state and have none. */
export interface JobEvent {
  id?: string;
  /** `queued`, `running`, `interrupted`, `cancelling`, `succeeded`, `failed`, `cancelled`, `held`, `progress`, `preview` … */
  type: string;
  data: Record<string, unknown>;
}

/** Options of an event stream. */
export interface EventOptions {
  signal?: AbortSignal;
  /** Id of the last known event. */
  after?: string;
  /** Called before a broken stream is opened again. Default: the client's `onRetry`. */
  onRetry?: OnRetry;
}

/** Options of waiting for a job. */
export interface WaitOptions extends EventOptions {
  onEvent?: (event: JobEvent) => void | Promise<void>;
}

type Client = Pick<Pegbar, "request"> & Partial<Pick<Pegbar, "onRetry">>;

/** Number of failures in a row after which streams, or polls, are given up. */
const PATIENCE = 3;
const ENDS = new Set(["succeeded", "failed", "cancelled"]);

/** Whether a job in this state has ended. */
export const hasEnded = (state: string): boolean => ENDS.has(state);

/** Streams a job's events until it has ended. */
export const follow = (client: Client, jobId: string, options: EventOptions = {}): AsyncGenerator<JobEvent> =>
  resume(client, `/v1/jobs/${encodeURIComponent(jobId)}/events`, options);

/** Streams the studio's events from now on, or from after an event, until the signal fires. */
export const activity = (client: Client, options: EventOptions = {}): AsyncGenerator<JobEvent> =>
  resume(client, "/v1/events", options);

/** Resumes broken streams; falls back to long polling if streams do not work. */
async function* resume(
  client: Client,
  path: string,
  { signal, after, onRetry = client.onRetry }: EventOptions,
): AsyncGenerator<JobEvent> {
  const at = { path, last: after, ...(signal ? { signal } : {}) };
  let shown = "";
  for (let failures = 0; ;) {
    const streaming = failures < PATIENCE;
    try {
      if (streaming)
        for await (const event of readStream(client, at)) {
          failures = 0;
          at.last = event.id ?? at.last;
          yield event;
        }
      // After a stream has ended: whether the job has ended, and events in the meantime.
      const { items, next, ended, progress } = await poll(client, at, streaming ? 0 : 20);
      at.last = next ?? at.last;
      yield* items;
      if (ended) return;
      const now = progress ? JSON.stringify(progress) : shown;
      if (progress && !streaming && now !== shown) yield { type: "progress", data: { ...progress } };
      shown = now;
      if (!streaming) failures = PATIENCE;
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      if (!canResume(error) || ++failures >= 2 * PATIENCE) throw error;
      const delayMs = backOff(failures - 1);
      onRetry?.({ reason: describeReason(error), attempt: failures, attempts: 2 * PATIENCE - 1, delayMs });
      await pause(delayMs, signal);
    }
  }
}

/** A proxy may answer a stream instead of the API (`unexpected_answer` without a status). A poll may still succeed. */
const canResume = (error: unknown): boolean =>
  isTransient(error) || (error instanceof PegbarError && error.code === "unexpected_answer" && error.status === 0);

const describeReason = (error: unknown): string =>
  error instanceof PegbarError ? error.message : "The event stream was interrupted.";

/** Waits until a job has ended, successfully or not, and returns it. */
export async function waitForJob(
  client: Client & Pick<Pegbar, "get">,
  jobId: string,
  { onEvent, ...options }: WaitOptions = {},
): Promise<Job> {
  for await (const event of follow(client, jobId, options)) await onEvent?.(event);
  const { signal } = options;
  return client.get("/v1/jobs/{id}", { params: { path: { id: jobId } }, ...(signal ? { signal } : {}) });
}
