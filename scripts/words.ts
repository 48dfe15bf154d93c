import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { findReplaced } from "./words/find.ts";

/** Fails on words that the style guide replaces, in code, tests and documentation. */
const ROOT = path.join(import.meta.dirname, "..");
const files = globSync(
  [
    "packages/*/{src,test}/**/*.{ts,tsx}",
    "infra/**/*.ts",
    "scripts/**/*.ts",
    "bench/**/*.ts",
    "test/**/*.ts",
    "docs/**/*.md",
    "*.md",
  ],
  { cwd: ROOT, exclude: ["**/node_modules/**", "scripts/words/**", "test/system/checks.test.ts"] },
);
const found = files.flatMap((file) =>
  findReplaced(readFileSync(path.join(ROOT, file), "utf8"), { isDocumentation: file.endsWith(".md") }).map((one) => ({
    file,
    ...one,
  })),
);
for (const { file, line, text, write } of found) console.error(`${file}:${line}: "${text}". Write: ${write}`);
console.log(`${files.length} files read, ${found.length} replaced words found`);
process.exit(found.length === 0 ? 0 : 1);
