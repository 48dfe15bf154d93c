import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";

const LOOK_MS = 20;

const Queue = z.object({ queue_running: z.array(z.unknown()) });

/**
 * Returns milliseconds from when ComfyUI is first seen running a prompt of `work` to when it is last seen running one, to
 * {@link LOOK_MS}. Its history has no times of the platform's prompts, because a worker deletes each when it has read it.
 */
export async function measureSpan(server: string, work: () => Promise<unknown>): Promise<number> {
  const ended = new AbortController();
  let first: number | undefined;
  let last = 0;
  const look = async () => {
    while (!ended.signal.aborted) {
      const { queue_running } = Queue.parse(await (await fetch(new URL("queue", server))).json());
      if (queue_running.length > 0) {
        last = performance.now();
        first ??= last;
      }
      await sleep(LOOK_MS);
    }
  };
  const looking = look();
  try {
    await work();
  } finally {
    ended.abort();
    await looking;
  }
  if (first === undefined) throw new Error("ComfyUI ran no prompt");
  return last - first;
}
