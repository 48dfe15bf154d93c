import { join } from "node:path";

const BUSY = 5;
const isSqlite = (error: unknown): error is Error & { errcode: number } =>
  error instanceof Error && "errcode" in error && typeof error.errcode === "number";

/** Locks the directory for this process with SQLite's lock, which the operating system releases when the process exits. */
export function lock(dir: string): { release: () => void } {
  const { DatabaseSync } = loadSqlite();
  const file = join(dir, "lock");
  const database = new DatabaseSync(file);
  try {
    database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (cause) {
    database.close();
    if (isSqlite(cause) && cause.errcode === BUSY) throw new Error(`${dir} is in use by another witness`, { cause });
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${file} cannot be locked (${why}). It holds nothing: remove it while no witness runs`, { cause });
  }
  return { release: () => database.close() };
}

/** Loads SQLite without Node's warning that it is experimental; other warnings are still shown. */
function loadSqlite(): typeof import("node:sqlite") {
  const { emitWarning } = process;
  // SQLite is loaded before other code can run and emit warnings.
  process.emitWarning = () => undefined;
  try {
    return process.getBuiltinModule("node:sqlite");
  } finally {
    process.emitWarning = emitWarning;
  }
}
