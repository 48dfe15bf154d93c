import { readFileSync } from "node:fs";
import * as z from "zod";

/** The parts of vitest's JSON report that the summary needs. `name` is a file's absolute path. */
export const TestReport = z.object({
  success: z.boolean(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
});
export type TestReport = z.output<typeof TestReport>;

export const readReport = (file: string): TestReport => TestReport.parse(JSON.parse(readFileSync(file, "utf8")));

/** Files with a failed test or hook. Empty after an error outside of every file, which no second run can disprove. */
export const listFailedFiles = ({ testResults }: TestReport): string[] =>
  testResults.filter(({ status }) => status === "failed").map(({ name }) => name);

/**
 * Counts the tests of a run, with the results of `second`, a run of the failed files alone, in place of their first ones.
 * `unsteady`: files that failed in the first run only. A failed hook and an error outside of every file count as a failure.
 */
export function summarize(first: TestReport, second?: TestReport) {
  const again = new Map(second?.testResults.map((file) => [file.name, file]));
  const files = first.testResults.map((file) => again.get(file.name) ?? file);
  const tests = files.flatMap(({ assertionResults }) => assertionResults);
  const count = (...statuses: string[]) => tests.filter(({ status }) => statuses.includes(status)).length;
  const failedHooks = files.filter(
    ({ status, assertionResults }) => status === "failed" && !assertionResults.some((test) => test.status === "failed"),
  ).length;
  const outside = [first, second].filter((run) => run && !run.success && listFailedFiles(run).length === 0).length;
  return {
    passed: count("passed"),
    failed: count("failed") + failedHooks + outside,
    skipped: count("pending", "skipped", "todo", "disabled"),
    unsteady: listFailedFiles(first).filter((name) => again.get(name)?.status === "passed"),
  };
}
