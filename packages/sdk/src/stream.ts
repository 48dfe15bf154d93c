import { EventSourceParserStream } from "eventsource-parser/stream";
import type { Pegbar } from "./client.ts";
import { PegbarError } from "./error.ts";
import type { JobEvent } from "./events.ts";

/** The API ends a stream after five minutes; one that is older hangs. */
const LONGEST_MS = 330_000;

/** One event stream from after event `last`, until the API or the network ends it. */
export async function* readStream(
  client: Pick<Pegbar, "request">,
  jobId: string,
  last: string,
  signal?: AbortSignal,
): AsyncGenerator<JobEvent> {
  const done = new AbortController();
  const response = await client.request(`/v1/jobs/${encodeURIComponent(jobId)}/events`, {
    headers: { accept: "text/event-stream", "last-event-id": last },
    signal: AbortSignal.any([done.signal, AbortSignal.timeout(LONGEST_MS), ...(signal ? [signal] : [])]),
  });
  try {
    const type = response.headers.get("content-type") ?? "";
    if (!response.body || !type.startsWith("text/event-stream"))
      throw new PegbarError(`Events came as ${type || "nothing"}.`, { code: "unexpected_answer", status: 0 });
    const text = response.body.pipeThrough(new TextDecoderStream());
    const reader = text.pipeThrough(new EventSourceParserStream()).getReader();
    // Read by hand: Safari's streams are not iterable.
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const { id, event, data } = part.value;
      yield {
        ...(id === undefined ? {} : { id }),
        type: event ?? "message",
        data: JSON.parse(data) as JobEvent["data"],
      };
    }
  } finally {
    done.abort();
  }
}
