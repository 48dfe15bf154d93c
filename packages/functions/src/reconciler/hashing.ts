import { startHashing } from "@pegbar/core/result/asset/hashing.ts";

/** Time between two checks of a process, in milliseconds. */
const INTERVAL_MS = 600_000;
let checkedAt = -Infinity;

/** Checks now and then for files without a BLAKE3. Is not a correction: they were complete when they were stored. */
export async function checkHashes(): Promise<void> {
  if (performance.now() - checkedAt < INTERVAL_MS) return;
  checkedAt = performance.now();
  await startHashing();
}
