import { ActivityWaker } from "./activity-waker.ts";
import type { Pegbar } from "./client.ts";
import type { components } from "./schema.ts";

type Batch = components["schemas"]["Batch"];

/** Time between two reads without an event, in milliseconds. */
export const POLL_MS = 5_000;

/** Reads a batch again whenever something happens to it. Ends after the read in which no job can run any more. */
export async function* followBatch(
  client: Pick<Pegbar, "get" | "activity">,
  id: string,
  { signal }: { signal?: AbortSignal } = {},
): AsyncGenerator<Batch> {
  const waker = new ActivityWaker(client, ({ data }) => data["batchId"] === id, signal);
  try {
    for (;;) {
      const batch = await client.get("/v1/batches/{id}", { params: { path: { id } }, ...(signal ? { signal } : {}) });
      yield batch;
      if (batch.state === "ended") return;
      await waker.wait(POLL_MS);
    }
  } finally {
    waker.close();
  }
}
