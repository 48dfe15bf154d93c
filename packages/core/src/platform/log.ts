import { formatLogLine, type Log } from "@pegbar/comfyui/log";

let output: { write(line: string): unknown } = process.stdout;

/** Sends the log of this process to a stream instead of stdout. */
export function sendLogTo(stream: { write(line: string): unknown }): void {
  output = stream;
}

/** Writes one JSON line. */
export const logJson: Log = (...line) => void output.write(formatLogLine(...line));
