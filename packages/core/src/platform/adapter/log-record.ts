import * as z from "zod";
import { components } from "@pegbar/telemetry/log/line.ts";
import type { LogRecord } from "../port/index.ts";

const Line = z.looseObject({
  time: z.iso.datetime(),
  level: z.enum(["info", "warn", "error"]),
  component: z.enum(components),
  message: z.string(),
});

/** Parses a line; undefined for one that is not Pegbar's, as PostgreSQL's and those of libraries. */
export function parseLogRecord(text: string): LogRecord | undefined {
  if (!text.startsWith("{")) return undefined;
  try {
    return Line.safeParse(JSON.parse(text)).data;
  } catch {
    // A line that is being written, or not JSON.
    return undefined;
  }
}
