import type { LogComponent, LogLevel } from "@pegbar/telemetry/log/line.ts";

/** A line of the platform's log: the fixed fields, ids, and others. */
export interface LogRecord {
  /** ISO 8601. */
  time: string;
  level: LogLevel;
  component: LogComponent;
  message: string;
  [field: string]: unknown;
}

export interface LogQuery {
  /** Lines that contain one of these ids. */
  ids: readonly string[];
  since: Date;
  /** Most lines; the oldest ones are returned. */
  limit: number;
}

/** Where the lines of all components are. */
export interface LogStore {
  /** Finds lines in the order of their time. */
  find(query: LogQuery): Promise<LogRecord[]>;
}
