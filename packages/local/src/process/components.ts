import { api } from "../component/api.ts";
import { background } from "../component/background.ts";
import type { Component } from "../component/component.ts";
import { identity } from "../component/identity.ts";
import { keepRunning } from "../component/keep-running.ts";
import { media } from "../component/media.ts";
import { store } from "../component/store.ts";
import { telemetry } from "../component/telemetry.ts";
import { webhooks } from "../component/webhooks.ts";
import { workApi } from "../component/work-api.ts";

export interface RunningComponents {
  /** Resolves when all of them accept requests; rejects if one fails before that. */
  ready: Promise<unknown>;
  /** Resolves when all of them have ended after an abort. */
  ended: Promise<unknown>;
}

/** Runs components in this process until `signal` aborts, and restarts each that fails. */
export function startComponents(components: Record<string, Component>, signal: AbortSignal): RunningComponents {
  const running = Object.entries(components).map(([name, component]) => keepRunning(name, component, signal));
  return {
    ready: Promise.all(running.map(({ ready }) => ready)),
    ended: Promise.all(running.map(({ ended }) => ended)),
  };
}

/** These start first and stop last. */
export const firstComponents = { telemetry, store, identity };
/** These need the migrated database. */
export const otherComponents = { api, workApi, media, ...background, webhooks };
