import { readFileSync } from "node:fs";
import * as z from "zod";

/** Prints vitest's JSON report as one plain line; exits with 1 when a test failed or none ran. */
const Report = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numFailedTestSuites: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  success: z.boolean(),
});

const report = Report.parse(JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")));
const failed = report.numFailedTests + (report.success || report.numFailedTests > 0 ? 0 : 1);
const skipped = report.numPendingTests + report.numTodoTests;
console.log(`${report.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exit(failed === 0 && report.numPassedTests > 0 ? 0 : 1);
