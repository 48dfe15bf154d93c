import { writeLogLine } from "@pegbar/core/platform/log.ts";
import { readConfig } from "@pegbar/worker/config.ts";
import { runWorker } from "@pegbar/worker/work.ts";
import type { Component } from "./component.ts";

/** Runs a worker with one ComfyUI. `env` is added to the environment of the process. */
export const createWorker =
  (env: Record<string, string>): Component =>
  (signal, ready) =>
    runWorker(readConfig({ ...process.env, ...env }), signal, writeLogLine, ready);
