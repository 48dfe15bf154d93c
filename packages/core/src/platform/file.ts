import { linkSync, renameSync, rmSync, writeFileSync } from "node:fs";

interface Options {
  /** POSIX permissions, 0644 by default. */
  mode?: number;
}

/** Writes a file atomically: others read the old contents or the new ones, also if this process is killed meanwhile. */
export function replaceFile(file: string, text: string, options: Options = {}): void {
  withCopy(file, text, options, (copy) => renameSync(copy, file));
}

/**
 * Creates a file atomically.
 * @throws EEXIST if the file exists
 */
export function createFile(file: string, text: string, options: Options = {}): void {
  withCopy(file, text, options, (copy) => linkSync(copy, file));
}

function withCopy(file: string, text: string, { mode = 0o644 }: Options, use: (copy: string) => void): void {
  const copy = `${file}.${process.pid}.new`;
  try {
    // Flushed, so that the name never refers to contents that a power failure would lose.
    writeFileSync(copy, text, { mode, flush: true });
    use(copy);
  } finally {
    rmSync(copy, { force: true });
  }
}
