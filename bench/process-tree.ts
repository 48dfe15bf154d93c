import { readdirSync, readFileSync } from "node:fs";

/** What a process and those below it use at a moment; Linux only. */
export interface Usage {
  processes: number;
  /** Proportional set size in bytes: memory that processes share is counted once. */
  pssBytes: number;
  /** Processor time since they started, in milliseconds. */
  cpuMs: number;
}

/** Clock ticks per second of /proc/PID/stat: 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** Reads a process and all below it. Those that end meanwhile are left out. */
export function readUsage(root: number): Usage {
  const parents = new Map<number, { parent: number; ticks: number }>();
  for (const name of readdirSync("/proc").filter((one) => /^\d+$/.test(one))) {
    const stat = readIfThere(`/proc/${name}/stat`);
    // The command in brackets may contain anything; what follows it does not.
    const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields)
      parents.set(Number(name), { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) });
  }
  const isBelow = (pid: number): boolean => {
    if (pid === root) return true;
    const parent = parents.get(pid)?.parent;
    return parent !== undefined && parent > 0 && isBelow(parent);
  };
  const pids = [...parents.keys()].filter(isBelow);
  const kilobytes = pids.map((pid) =>
    Number(/^Pss: +(\d+) kB$/m.exec(readIfThere(`/proc/${pid}/smaps_rollup`) ?? "")?.[1] ?? 0),
  );
  return {
    processes: pids.length,
    pssBytes: kilobytes.reduce((sum, one) => sum + one, 0) * 1024,
    cpuMs: pids.reduce((sum, pid) => sum + (parents.get(pid)?.ticks ?? 0), 0) * (1000 / TICKS_PER_SECOND),
  };
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // The process has ended.
    return undefined;
  }
}
