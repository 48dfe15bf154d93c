import { formatLogLine, type Log } from "@pegbar/comfyui/log";

export type { Log } from "@pegbar/comfyui/log";

/** Writes one JSON line to stdout. */
export const logJson: Log = (...line) => void process.stdout.write(formatLogLine(...line));
