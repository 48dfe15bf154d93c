import { readdirSync, readFileSync } from "node:fs";

interface Seen {
  pid: number;
  parent: number;
  /** Identifies a process together with its id, because ids are reused. */
  startedAt: string;
  command: string;
  /** Processor time so far, in clock ticks. */
  ticks: number;
}

/** Reads a process; undefined if it has ended. */
export function readProcess(pid: number): Seen | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in parentheses may contain any character, so parse after it.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z") return undefined;
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    return {
      pid,
      parent: Number(fields[1]),
      startedAt: fields[19] ?? "",
      command,
      ticks: Number(fields[11]) + Number(fields[12]),
    };
  } catch {
    // The process has ended.
    return undefined;
  }
}

/** Lists all descendants of a process; Linux only. */
export function listDescendants(pid: number): Seen[] {
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)) ?? []);
  const below = (parent: number): Seen[] =>
    all.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.pid)]);
  return below(pid);
}

/** Lists the command lines of those processes that are still running. */
export const listRunningProcesses = (processes: readonly Seen[]): string[] =>
  processes.filter(({ pid, startedAt }) => readProcess(pid)?.startedAt === startedAt).map(({ command }) => command);
