import { randomUUID } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { hasErrorCode, ignoreMissing } from "./file-error.ts";

/** A lock that is this old belongs to a process that was killed, because work under a lock takes milliseconds. */
const DEAD_MS = 15_000;
const POLL_MS = 50;

/** Runs `work` while no other process does, on any machine that shares the file system. */
export async function withLock<T>(
  lock: string,
  work: () => Promise<T>,
  signal?: AbortSignal,
  deadMs = DEAD_MS,
): Promise<T> {
  const token = randomUUID();
  await take(lock, token, deadMs, signal);
  try {
    return await work();
  } finally {
    if ((await readHolder(lock)) === token) await rm(lock, { force: true });
  }
}

async function take(lock: string, token: string, deadMs: number, signal?: AbortSignal): Promise<void> {
  let seen: string | undefined;
  let since = performance.now();
  for (;;) {
    try {
      await writeFile(lock, token, { flag: "wx" });
      return;
    } catch (error) {
      if (!hasErrorCode(error, "EEXIST")) throw error;
    }
    // Measured with this machine's clock, because clocks of other machines and the file server differ.
    const now = await readHolder(lock);
    if (now !== seen) [seen, since] = [now, performance.now()];
    else if (now !== undefined && performance.now() - since > deadMs) await discard(lock, token);
    await wait(POLL_MS, undefined, { signal });
  }
}

/** Reads the token in a lock file; undefined if it is not locked. */
const readHolder = (lock: string): Promise<string | undefined> => ignoreMissing(readFile(lock, "utf8"));

/** Only one of several waiting processes can rename it. */
async function discard(lock: string, token: string): Promise<void> {
  const dead = `${lock}-${token}`;
  await ignoreMissing(rename(lock, dead));
  await rm(dead, { force: true });
}
