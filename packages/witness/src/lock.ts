import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Takes the directory for this process. SQLite's lock is the operating system's own: it goes with the process. */
export function lock(dir: string): { release: () => void } {
  const database = new DatabaseSync(join(dir, "lock"));
  try {
    database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (cause) {
    database.close();
    throw new Error(`${dir} is in use by another witness`, { cause });
  }
  return { release: () => database.close() };
}
