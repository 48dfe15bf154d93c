import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { hasErrorCode, ignoreMissing } from "@pegbar/comfyui";

const Note = z.object({ pid: z.int().positive(), startedAt: z.string() });

/** When a process began, as the system counts it: with the id it names a process for good. Linux only. */
async function readStartTime(pid: number): Promise<string | undefined> {
  // No such process, or no /proc outside Linux.
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  if (stat === undefined) return undefined;
  // The name in brackets may hold anything; what follows it does not.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields[0] === "Z" ? undefined : fields[19];
}

/** Remembers a running process, so that a successor of this one can end it. */
export async function remember(file: string, pid: number): Promise<void> {
  const startedAt = await readStartTime(pid);
  if (startedAt === undefined) return;
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify({ pid, startedAt }));
}

/** Ends the process, and its group, that a killed predecessor left behind: it still holds the port and the GPU. */
export async function endLeftover(file: string): Promise<void> {
  const text = await ignoreMissing(readFile(file, "utf8"));
  await rm(file, { force: true });
  if (text === undefined) return;
  const note = Note.safeParse(parse(text));
  if (!note.success || (await readStartTime(note.data.pid)) !== note.data.startedAt) return;
  killGroup(note.data.pid, "SIGKILL");
  while ((await readStartTime(note.data.pid)) === note.data.startedAt) await sleep(20);
}

export function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (!hasErrorCode(error, "ESRCH")) throw error;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A note that a power cut left incomplete: the process has ended with the machine.
    return undefined;
  }
}
