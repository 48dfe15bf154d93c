import { describe, expect, it } from "vitest";
import { createLog, formatLogLine } from "./line.ts";

describe("formatLogLine", () => {
  it("writes the fixed fields, then the ids, then the rest", () => {
    const line = formatLogLine("worker", "warn", "lease lost", { fence: 2, attemptId: "att_1", jobId: "job_1" });
    expect(line.endsWith("}\n")).toBe(true);
    expect(line).toMatch(
      /^\{"time":"\d{4}-[^"]+Z","level":"warn","component":"worker","message":"lease lost","jobId":"job_1","attemptId":"att_1","fence":2\}\n$/,
    );
  });

  it("describes an error, and says where an unexpected one was thrown", () => {
    const read = (level: "warn" | "error") =>
      JSON.parse(formatLogLine("api", level, "failed", { error: new Error(`no "giraffe"`) })) as Record<
        string,
        unknown
      >;
    expect(read("warn")).toMatchObject({ error: "no …" });
    expect(read("warn")).not.toHaveProperty("stack");
    expect(read("error")["stack"]).toEqual(expect.arrayContaining([expect.stringContaining("line.test.ts")]));
  });
});

describe("createLog", () => {
  it("adds the ids of what runs now, unless the line has its own", () => {
    const lines: string[] = [];
    const log = createLog(
      "api",
      (line) => lines.push(line),
      () => ({ requestId: "req_1", workerId: "w1" }),
    );
    log("info", "request", { workerId: "w2" });
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ component: "api", requestId: "req_1", workerId: "w2" });
  });
});
