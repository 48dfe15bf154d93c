import { readFileSync } from "node:fs";
import { listDescendants, readProcess } from "../test/setup/processes.ts";

/** Resources that a process and its descendants use at a moment; Linux only. */
export interface Usage {
  processes: number;
  /** Proportional set size in bytes, which counts memory shared between processes once. */
  pssBytes: number;
  /** Processor time since the processes started, in milliseconds. */
  cpuMs: number;
}

/** Clock ticks per second of /proc/PID/stat: 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** Reads the usage of a process and its descendants. Processes that end meanwhile are left out. */
export function readUsage(root: number): Usage {
  const processes = [readProcess(root) ?? [], listDescendants(root)].flat();
  return {
    processes: processes.length,
    pssBytes: processes.reduce((sum, { pid }) => sum + readPssBytes(pid), 0),
    cpuMs: processes.reduce((sum, { ticks }) => sum + ticks, 0) * (1000 / TICKS_PER_SECOND),
  };
}

function readPssBytes(pid: number): number {
  try {
    return Number(/^Pss: +(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0) * 1024;
  } catch {
    // The process has ended.
    return 0;
  }
}
