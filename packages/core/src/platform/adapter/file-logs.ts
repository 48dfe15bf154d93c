import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import type { LogRecord, LogStore } from "../port/index.ts";
import { parseLogRecord } from "./log-record.ts";

/** The log files of a platform on one machine: `*.log` of a folder. */
export const createFileLogs = (folder: string): LogStore => ({
  async find({ ids, since, limit }) {
    const names = (await readdir(folder)).filter((name) => name.endsWith(".log"));
    const from = since.toISOString();
    const found: LogRecord[] = [];
    for (const name of names) {
      const lines = createInterface({ input: createReadStream(path.join(folder, name)), crlfDelay: Infinity });
      for await (const line of lines) {
        if (!ids.some((id) => line.includes(id))) continue;
        const record = parseLogRecord(line);
        if (record && record.time >= from) found.push(record);
      }
    }
    return found.toSorted((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0)).slice(0, limit);
  },
});
