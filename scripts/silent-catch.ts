import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { findSilentCatches } from "./silent-catch/find.ts";

/**
 * Fails on errors that the code catches and ignores without a reason. Reads all code except tests.
 *
 * Usage: node scripts/silent-catch.ts [--root FOLDER]
 */
const SOURCES = ["packages/*/src/**", "infra/**", "scripts/**", "bench/**"].map((it) => `${it}/*.{ts,tsx,mjs,js}`);
const EXCLUDED = [/(?:^|\/)node_modules\//, /\.test\.tsx?$/];

const [flag, given] = process.argv.slice(2);
const root = flag === "--root" && given ? given : path.join(import.meta.dirname, "..");
const files = globSync(SOURCES, { cwd: root }).filter((file) => !EXCLUDED.some((pattern) => pattern.test(file)));
const found = files
  .toSorted()
  .flatMap((file) =>
    findSilentCatches(file, readFileSync(path.join(root, file), "utf8")).map((one) => ({ file, ...one })),
  );
for (const { file, line, column, message } of found) console.error(`${file}:${line}:${column}: ${message}`);
if (found.length > 0)
  console.error("\nThrow, log or use each error, or explain in a comment at that place why it can be ignored.");
console.log(`${files.length} files read, ${found.length} silent catches found`);
process.exit(found.length === 0 ? 0 : 1);
