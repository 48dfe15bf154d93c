import { createLog as createLogOf, type Log, type LogComponent } from "@pegbar/telemetry/log/line.ts";

export type { Log } from "@pegbar/telemetry/log/line.ts";

/** Writes a line to stdout. */
export const writeLogLine = (line: string): void => void process.stdout.write(line);

/** Creates the log of a process that has no worker id. */
export const createLog = (component: LogComponent): Log => createLogOf(component, writeLogLine);
