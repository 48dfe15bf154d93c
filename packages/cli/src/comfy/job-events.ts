import type { JobEvent } from "@pegbar/sdk";
import { type Connection, isPassing, pause } from "./persist.ts";

const RETRY_MS = 5000;

/** Streams a job's events from its start until it has ended. Outlasts any interruption of the network. */
export async function* followJob({ client, signal, outage }: Connection, jobId: string): AsyncGenerator<JobEvent> {
  let after: string | undefined;
  for (let isLost = false; ;) {
    try {
      for await (const event of client.events(jobId, { signal, ...(after === undefined ? {} : { after }) })) {
        if (isLost) outage.end();
        isLost = false;
        after = event.id ?? after;
        yield event;
      }
      if (isLost) outage.end();
      return;
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (!isPassing(error)) throw error;
      if (!isLost) outage.report(error);
      isLost = true;
      await pause(RETRY_MS, signal);
    }
  }
}
