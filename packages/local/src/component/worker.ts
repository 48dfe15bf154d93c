import { logJson } from "@pegbar/core/platform/log.ts";
import { readConfig } from "@pegbar/worker/config.ts";
import { runWorker } from "@pegbar/worker/work.ts";
import type { Component } from "./component.ts";

/** Drives one ComfyUI. `env` is its environment on top of the process's. */
export const createWorker =
  (env: Record<string, string>): Component =>
  (signal, ready) =>
    runWorker(readConfig({ ...process.env, ...env }), signal, logJson, ready);
