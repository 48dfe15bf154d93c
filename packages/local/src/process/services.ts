import { once } from "node:events";
import { api } from "../component/api.ts";
import { background } from "../component/background.ts";
import type { Component } from "../component/component.ts";
import { identity } from "../component/identity.ts";
import { keepRunning } from "../component/keep-running.ts";
import { media } from "../component/media.ts";
import { store } from "../component/store.ts";
import { webhooks } from "../component/webhooks.ts";
import { workApi } from "../component/work-api.ts";
import { runProcess } from "./run.ts";

const start = (components: Record<string, Component>, signal: AbortSignal) => {
  const running = Object.entries(components).map(([name, component]) => keepRunning(name, component, signal));
  return {
    ready: Promise.all(running.map(({ ready }) => ready)),
    ended: Promise.all(running.map(({ ended }) => ended)),
  };
};

/**
 * Runs all components of the platform in one process. Store and identity start immediately; the others after the parent's
 * message `start`, since they need the migrated database. They also stop first.
 */
await runProcess(async (signal, ready) => {
  const stoppingLast = new AbortController();
  const first = start({ store, identity }, stoppingLast.signal);
  await first.ready;
  ready();
  const isStarted = await once(process, "message", { signal }).then(
    () => true,
    // Aborted before the parent has sent `start`.
    () => false,
  );
  if (isStarted) {
    const others = start({ api, workApi, media, ...background, webhooks }, signal);
    await others.ready;
    process.send?.({ type: "started" });
    await others.ended;
  }
  stoppingLast.abort();
  await first.ended;
});
