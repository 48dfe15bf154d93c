import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { formatAs } from "./format.ts";
import { drawDiagram } from "./layers/diagram.ts";
import { readImports } from "./layers/imports.ts";
import { findCycles, findUpwardImports, layers } from "./layers/rules.ts";

/**
 * Writes the layers of core and the diagram of its domains into docs/architecture.md. With `--check` it changes nothing
 * and fails if they are out of date. In both cases it fails on an import of a higher layer and on a cycle of domains.
 */
const ROOT = path.join(import.meta.dirname, "..");
const DOCUMENT = path.join(ROOT, "docs/architecture.md");
const [START, END] = ["<!-- layers:start -->", "<!-- layers:end -->"];

const imports = readImports(path.join(ROOT, "packages/core/src"));
const errors = [...findUpwardImports(imports), ...findCycles(imports)];
for (const error of errors) console.error(error);

const table = [
  "| layer | contents |",
  "| --- | --- |",
  ...[...layers].reverse().map(({ name, purpose }) => `| [\`${name}\`](../packages/core/src/${name}) | ${purpose} |`),
].join("\n");
const written = readFileSync(DOCUMENT, "utf8");
const [before, rest] = [written.indexOf(START), written.indexOf(END)];
if (before < 0 || rest < before) throw new Error(`${DOCUMENT} has no ${START} … ${END}`);
const made = `${written.slice(0, before)}${START}\n\n${table}\n\n${drawDiagram(imports)}\n\n${written.slice(rest)}`;
const formatted = await formatAs(DOCUMENT, made);

const stale = formatted !== written;
if (!process.argv.includes("--check")) writeFileSync(DOCUMENT, formatted);
else if (stale) console.error("docs/architecture.md is out of date. Run `npm run docs:layers`.");
process.exit(errors.length > 0 || (stale && process.argv.includes("--check")) ? 1 : 0);
