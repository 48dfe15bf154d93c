import path from "node:path";
import { readReport, summarize } from "./test-report.ts";

/**
 * Prints one plain line about vitest's JSON report, with the report of a second run of the failed files if there is one,
 * and names the files that passed only then. Exits with 1 when a test failed or none ran.
 */
const [first = "", second] = process.argv.slice(2);
const { passed, failed, skipped, unsteady } = summarize(readReport(first), second ? readReport(second) : undefined);
for (const name of unsteady) console.log(`passed only in its second run: ${path.relative(process.cwd(), name)}`);
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
