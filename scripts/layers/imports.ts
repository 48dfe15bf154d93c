import { globSync, readFileSync } from "node:fs";
import path from "node:path";

/** One file's import of another, both relative to core's sources. Type imports count. */
export interface Import {
  from: string;
  to: string;
}

const SPECIFIER = /(?:\bfrom|\bimport)\s*\(?\s*"(\.{1,2}\/[^"]+)"/g;

/** All imports between the files of a folder, tests excluded. */
export function readImports(folder: string): Import[] {
  const files = globSync("**/*.ts", { cwd: folder }).filter((file) => !file.endsWith(".test.ts"));
  return files.toSorted().flatMap((from) =>
    [...readFileSync(path.join(folder, from), "utf8").matchAll(SPECIFIER)].map(([, specifier = ""]) => ({
      from,
      to: path.posix.normalize(path.posix.join(path.posix.dirname(from), specifier)),
    })),
  );
}
