import { describeError, describeText, listFrames } from "./describe-error.ts";

/** Part of Pegbar that writes a line. */
export const components = [
  "api",
  "events",
  "authorizer",
  "work-api",
  "reconciler",
  "sequencer",
  "janitor",
  "webhooks",
  "media",
  "migrate",
  "identity",
  "platform",
  "worker",
  "supervisor",
  "comfyui",
] as const;
export type LogComponent = (typeof components)[number];

export type LogLevel = "info" | "warn" | "error";

/** Ids by which lines are found. All of them are the platform's own. */
export interface LogIds {
  requestId?: string | undefined;
  /** 32 hexadecimal digits. */
  traceId?: string | undefined;
  jobId?: string | undefined;
  attemptId?: string | undefined;
  batchId?: string | undefined;
  workerId?: string | undefined;
  tenantId?: string | undefined;
}

/** Names that a field cannot have: those that a line has anyway, and other spellings of an id. */
type Reserved =
  | "time"
  | "level"
  | "message"
  | "component"
  | "stack"
  | "job"
  | "attempt"
  | "request"
  | "worker"
  | "line";

/**
 * Fields of a line: ids, numbers, and what Pegbar chose itself. No prompt, name, file name, URL, token, or other text that a
 * person has typed.
 */
export type LogFields = LogIds & {
  /** As it was thrown: the line contains what {@link describeError} keeps of it. */
  error?: unknown;
} & { readonly [R in Reserved]?: never } & { readonly [field: string]: unknown };

/** Writes one line of the log. */
export type Log = (level: LogLevel, message: string, fields?: LogFields) => void;

const ids = ["requestId", "traceId", "jobId", "attemptId", "batchId", "workerId", "tenantId"] as const;

/** Formats a line as JSON with the current time: the fixed fields first, then the ids, then the rest. */
export function formatLogLine(component: LogComponent, ...[level, message, fields = {}]: Parameters<Log>): string {
  const { error, ...others } = fields;
  const line = {
    time: new Date().toISOString(),
    level,
    component,
    message,
    // Keys keep the place of their first mention, also where a later spread sets them.
    ...Object.fromEntries(ids.map((id) => [id, undefined])),
    ...Object.fromEntries(Object.entries(others).map(([field, value]) => [field, limit(value)])),
    ...(error === undefined ? {} : { error: describeError(error) }),
    ...(level === "error" && error instanceof Error ? { stack: listFrames(error) } : {}),
  };
  return `${JSON.stringify(line)}\n`;
}

/** The second line of defence, should a text repeat what it must not. Ids and words stay as they are. */
const limit = (value: unknown): unknown => (typeof value === "string" ? describeText(value) : value);

/** Creates the log of a component. `readIds`: ids of what runs now; a line's own take precedence. */
export const createLog =
  (component: LogComponent, write: (line: string) => unknown, readIds: () => LogIds = () => ({})): Log =>
  (level, message, fields) =>
    void write(formatLogLine(component, level, message, { ...readIds(), ...fields }));
