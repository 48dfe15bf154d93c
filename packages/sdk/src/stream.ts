import { EventSourceParserStream } from "eventsource-parser/stream";
import type { Pegbar } from "./client.ts";
import { PegbarError } from "./error.ts";
import type { JobEvent } from "./events.ts";
import type { components } from "./schema.ts";

type Client = Pick<Pegbar, "request">;

/** Path of an event stream, and the id to start after. */
interface At {
  path: string;
  last: string | undefined;
  signal?: AbortSignal;
}

/** Timeout without data, in milliseconds. The API sends a heartbeat every fifteen seconds. */
const SILENCE_MS = 60_000;

/** Reads one event stream until the API or the network ends it. */
export async function* readStream(client: Client, { path, last, signal }: At): AsyncGenerator<JobEvent> {
  const done = new AbortController();
  const abortSilent = () => done.abort(new PegbarError("The event stream fell silent.", { code: "network" }));
  let watchdog = setTimeout(abortSilent, SILENCE_MS);
  const markAlive = () => {
    clearTimeout(watchdog);
    watchdog = setTimeout(abortSilent, SILENCE_MS);
  };
  try {
    const response = await client.request(path, {
      headers: { accept: "text/event-stream", ...(last === undefined ? {} : { "last-event-id": last }) },
      signal: signal ? AbortSignal.any([done.signal, signal]) : done.signal,
    });
    assertType(response, "text/event-stream");
    const events = new EventSourceParserStream({ onComment: markAlive });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).pipeThrough(events).getReader();
    // With a reader, because Safari's streams are not iterable.
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      markAlive();
      const { id, event, data } = part.value;
      const told = JSON.parse(data) as JobEvent["data"];
      yield { ...(id === undefined ? {} : { id }), type: event ?? "message", data: told };
    }
  } finally {
    clearTimeout(watchdog);
    done.abort();
  }
}

type Polled = Omit<components["schemas"]["JobEvents"], "ended" | "progress"> &
  Partial<Pick<components["schemas"]["JobEvents"], "ended" | "progress">>;

/** Long-polls events: returns as soon as there are some, or after `wait` seconds. */
export async function poll(client: Client, { path, last, signal }: At, wait: number): Promise<Polled> {
  const query = new URLSearchParams({ wait: String(wait), ...(last === undefined ? {} : { after: last }) });
  const init = { headers: { accept: "application/json" }, ...(signal ? { signal } : {}) };
  const response = await client.request(`${path}?${query}`, init);
  assertType(response, "application/json");
  return (await response.json()) as Polled;
}

/** A proxy may answer instead of the API. */
function assertType(response: Response, wanted: string): void {
  const type = response.headers.get("content-type") ?? "nothing";
  if (type.startsWith(wanted)) return;
  throw new PegbarError(`${response.url} answered with ${type} instead of ${wanted}.`, { code: "unexpected_answer" });
}
