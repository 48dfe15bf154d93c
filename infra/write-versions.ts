import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { formatAs } from "../scripts/format.ts";
import { formatTable } from "../scripts/markdown-table.ts";
import { listVersionsNearEnd, versions } from "./versions.ts";

/** The page of versions. `npm run docs:versions` writes it; `--check` warns of ends, and fails if it is out of date. */
const FILE = path.join(import.meta.dirname, "../docs/operations/versions.md");

const head = ["what", "version", "read on", "support ends", "changes", "source"];
const rows = versions.map(({ name, version, read, changes, end, source }) => [
  name,
  version,
  read,
  end ?? "not named",
  changes,
  source,
]);
const page = `# Versions

Generated from [\`infra/versions.ts\`](../../infra/versions.ts) by \`npm run docs:versions\`. \`npm run check\` warns 60 days before a version
leaves standard support. What a stage runs is in its declared values; \`npm run preflight\` compares those with the account.

${formatTable(head, rows)}

The console of RDS Performance Insights ended on 2026-07-31. Its data is in CloudWatch Database Insights.
`;
const wanted = await formatAs(FILE, page);
if (process.argv.includes("--check")) {
  for (const warning of listVersionsNearEnd(versions, new Date().toISOString().slice(0, 10)))
    console.warn(`warning: ${warning}`);
  if (readFileSync(FILE, "utf8") !== wanted) {
    console.error("docs/operations/versions.md is out of date. Run `npm run docs:versions`.");
    process.exit(1);
  }
} else writeFileSync(FILE, wanted);
