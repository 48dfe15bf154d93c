import { sleepUnlessAborted } from "@pegbar/comfyui";
import { createLog } from "@pegbar/core/platform/log.ts";
import type { Component } from "./component.ts";

const log = createLog("platform");

const [MIN_BACK_OFF_MS, MAX_BACK_OFF_MS, STABLE_MS] = [100, 10_000, 30_000];

export interface Running {
  /** Resolves once it accepts requests; rejects if it fails before that. */
  ready: Promise<void>;
  /** Resolves when it has stopped after an abort. Never rejects. */
  ended: Promise<void>;
}

/** Runs a component until `signal` aborts and restarts it with back-off when it fails. Other components are not affected. */
export function keepRunning(name: string, component: Component, signal: AbortSignal): Running {
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  const run = async () => {
    let backOff = MIN_BACK_OFF_MS;
    while (!signal.aborted) {
      const began = performance.now();
      try {
        await component(signal, resolve);
        if (!signal.aborted) throw new Error("the component ended");
      } catch (error) {
        reject(error);
        if (signal.aborted) return;
        log("error", "component failed; restarting", { failed: name, error });
        if (performance.now() - began > STABLE_MS) backOff = MIN_BACK_OFF_MS;
        await sleepUnlessAborted(backOff, signal);
        backOff = Math.min(backOff * 2, MAX_BACK_OFF_MS);
      }
    }
  };
  return { ready, ended: run() };
}
