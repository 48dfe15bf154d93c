import type { Log } from "./port/index.ts";

let output: { write(line: string): unknown } = process.stdout;

/** Sends the log of this process to a stream instead of stdout. */
export function sendLogTo(stream: { write(line: string): unknown }): void {
  output = stream;
}

/** Writes one JSON line. Fields contain ids and numbers, but no secrets, tokens, URLs or tenant content. */
export const logJson: Log = (level, message, fields = {}) => {
  output.write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })}\n`);
};
