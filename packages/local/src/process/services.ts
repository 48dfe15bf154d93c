import { once } from "node:events";
import { firstComponents, otherComponents, startComponents } from "./components.ts";
import { runProcess } from "./run.ts";

/**
 * Runs all components of the platform in one process. Store and identity start immediately; the others after the parent's
 * message `start`, since they need the migrated database. They also stop first.
 */
await runProcess(async (signal, ready) => {
  const stoppingLast = new AbortController();
  const first = startComponents(firstComponents, stoppingLast.signal);
  await first.ready;
  ready();
  const isStarted = await once(process, "message", { signal }).then(
    () => true,
    // Aborted before the parent has asked for the others.
    () => false,
  );
  if (isStarted) {
    const others = startComponents(otherComponents, signal);
    await others.ready;
    process.send?.({ type: "started" });
    await others.ended;
  }
  stoppingLast.abort();
  await first.ended;
});
