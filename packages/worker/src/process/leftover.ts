import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { hasErrorCode, ignoreMissing } from "@pegbar/comfyui";

const Note = z.object({ pid: z.int().positive(), startedAt: z.string() });

/** Reads a process's start time, which together with the id identifies it uniquely. Linux only. */
async function readStartTime(pid: number): Promise<string | undefined> {
  // The process does not exist, or there is no /proc (not Linux).
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  if (stat === undefined) return undefined;
  // The name in parentheses may contain any character, so parse after it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields[0] === "Z" ? undefined : fields[19];
}

/** Records a running process in a file, so that a successor of this process can stop it. */
export async function remember(file: string, pid: number): Promise<void> {
  const startedAt = await readStartTime(pid);
  if (startedAt === undefined) return;
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify({ pid, startedAt }));
}

/** Stops the process group that a killed predecessor left running, which still uses the port and the GPU. */
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
    // The file is incomplete after a power failure, which also ended the process.
    return undefined;
  }
}
