import { createLog as createLogOf, type Log, type LogComponent } from "@pegbar/telemetry/log/line.ts";
import { parseTraceparent } from "@pegbar/telemetry/trace/traceparent.ts";
import * as Context from "./context.ts";

let output: { write(line: string): unknown } = process.stdout;

/** Sends the log of this process to a stream instead of stdout. */
export function sendLogTo(stream: { write(line: string): unknown }): void {
  output = stream;
}

/** Writes a line to the log of this process. */
export const writeLogLine = (line: string): void => void output.write(line);

/** Creates the log of a component. Its lines have the ids of the request that runs. */
export const createLog = (component: LogComponent): Log =>
  createLogOf(component, writeLogLine, () => {
    const current = Context.find();
    return { requestId: current?.requestId, traceId: parseTraceparent(current?.traceparent)?.traceId };
  });
