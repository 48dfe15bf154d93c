import { readdirSync, readFileSync } from "node:fs";

interface Seen {
  pid: number;
  parent: number;
  /** With the id, this names a process for good: ids are given out again. */
  startedAt: string;
  command: string;
  /** Processor time so far, in clock ticks. */
  ticks: number;
}

/** A process at this moment; undefined if it has ended. */
export function look(pid: number): Seen | undefined {
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
    return undefined;
  }
}

/** Every process below this one, at this moment; Linux only. */
export function descendantsOf(pid: number): Seen[] {
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => look(Number(name)) ?? []);
  const below = (parent: number): Seen[] =>
    all.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.pid)]);
  return below(pid);
}

/** The command lines of those that still run. */
export const stillRunning = (processes: readonly Seen[]): string[] =>
  processes.filter(({ pid, startedAt }) => look(pid)?.startedAt === startedAt).map(({ command }) => command);
