import { describe, expect, it } from "vitest";
import { listFailedFiles, summarize, type TestReport } from "../../scripts/test-report.ts";

const file = (name: string, ...statuses: string[]) => ({
  name,
  status: statuses.includes("failed") ? "failed" : "passed",
  assertionResults: statuses.map((status) => ({ status })),
});
const run = (...testResults: TestReport["testResults"]): TestReport => ({
  success: testResults.every(({ status }) => status === "passed"),
  testResults,
});

describe("the summary of a test run", () => {
  it("counts what passed, failed and was skipped", () => {
    const first = run(file("a", "passed", "passed", "pending"), file("b", "passed", "failed"));
    expect(listFailedFiles(first)).toEqual(["b"]);
    expect(summarize(first)).toEqual({ passed: 3, failed: 1, skipped: 1, unsteady: [] });
  });

  it("takes a failed file's results from its second run, and names it when it passed", () => {
    const first = run(file("a", "passed"), file("b", "passed", "failed"));
    expect(summarize(first, run(file("b", "passed", "passed")))).toEqual({
      passed: 3,
      failed: 0,
      skipped: 0,
      unsteady: ["b"],
    });
    // Another test of the file failed this time: both are unproven, and the run fails.
    expect(summarize(first, run(file("b", "failed", "passed")))).toMatchObject({ passed: 2, failed: 1, unsteady: [] });
  });

  it("counts a failed hook and an error outside of every file as a failure", () => {
    const hook = { name: "b", status: "failed", assertionResults: [{ status: "skipped" }] };
    expect(summarize(run(file("a", "passed"), hook))).toMatchObject({ passed: 1, failed: 1 });
    const unhandled = { ...run(file("a", "passed")), success: false };
    expect(listFailedFiles(unhandled)).toEqual([]);
    expect(summarize(unhandled)).toMatchObject({ passed: 1, failed: 1 });
    const first = run(file("a", "passed"), file("b", "failed"));
    expect(summarize(first, { ...run(file("b", "passed")), success: false })).toMatchObject({ failed: 1 });
  });
});
