import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCloudWatchLogs } from "@pegbar/core/platform/adapter/cloudwatch-logs.ts";
import { createFileLogs } from "@pegbar/core/platform/adapter/file-logs.ts";
import { startService } from "../setup/service.ts";

const JOB = "job_01M8R3MYHEZBHSSP6KMKKA539B";
const line = (time: string, message: string, fields: object = {}) =>
  JSON.stringify({ time, level: "info", component: "api", message, ...fields });
const AT = (second: number) => `2026-12-01T06:00:${String(second).padStart(2, "0")}.000Z`;

describe("log files of one machine", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "pegbar-logs-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("lines of several files are found by any id, in the order of time, since a time, up to a limit", async () => {
    writeFileSync(
      path.join(folder, "services.log"),
      [
        line(AT(1), "too old", { jobId: JOB }),
        line(AT(3), "submitted", { jobId: JOB }),
        line(AT(9), "ended", { jobId: JOB }),
        line(AT(4), "another", { jobId: "job_2" }),
        `LOG: ${JOB} of PostgreSQL`,
        `{"time":"${AT(5)}","message":"half a line ${JOB}`,
      ].join("\n"),
    );
    writeFileSync(path.join(folder, "worker-1.log"), `${line(AT(6), "claimed", { attemptId: "att_1" })}\n`);
    writeFileSync(path.join(folder, "other.txt"), line(AT(7), "no log", { jobId: JOB }));
    const logs = createFileLogs(folder);
    const query = { ids: [JOB, "att_1"], since: new Date(AT(2)), limit: 10 };
    expect((await logs.find(query)).map(({ message }) => message)).toEqual(["submitted", "claimed", "ended"]);
    expect((await logs.find({ ...query, limit: 2 })).map(({ message }) => message)).toEqual(["submitted", "claimed"]);
  });
});

describe("log groups of CloudWatch", () => {
  let service: Awaited<ReturnType<typeof startService>>;
  const queries: unknown[] = [];
  let outcome = "Complete";
  let polls = 0;
  beforeAll(async () => {
    service = await startService(({ headers, body }) => {
      if (headers["x-amz-target"] === "Logs_20140328.StartQuery") {
        queries.push(body);
        polls = 0;
        return { body: { queryId: "q1" } };
      }
      if (polls++ === 0) return { body: { status: "Running", results: [] } };
      return {
        body: {
          status: outcome,
          results: [
            [
              { field: "@message", value: `${line(AT(3), "submitted", { jobId: JOB })}\n` },
              { field: "@ptr", value: "p" },
            ],
            [{ field: "@message", value: `START RequestId: ${JOB}` }],
          ],
        },
      };
    });
  });
  afterAll(() => service.stop());
  const connect = () =>
    createCloudWatchLogs({
      prefix: "/aws/lambda/pegbar-prod-",
      pollMs: 1,
      client: service.client,
    });

  test("one query reads all groups of the stage, and lines that are not Pegbar's are left out", async () => {
    const found = await connect().find({ ids: [JOB, "att_1"], since: new Date(AT(2)), limit: 100 });
    expect(found).toMatchObject([{ message: "submitted", jobId: JOB }]);
    expect(queries).toMatchObject([
      {
        queryString: `SOURCE logGroups(namePrefix: ["/aws/lambda/pegbar-prod-"]) | fields @message | filter @message like /${JOB}|att_1/ | sort @timestamp asc | limit 100`,
        startTime: Date.parse(AT(2)) / 1000,
      },
    ]);
  });

  test("a query that fails is an error, and text that is no id is not sent", async () => {
    outcome = "Failed";
    const query = { since: new Date(AT(2)), limit: 100 };
    await expect(connect().find({ ...query, ids: [JOB] })).rejects.toThrow("ended as Failed");
    await expect(connect().find({ ...query, ids: [".*/ | fields @log"] })).rejects.toThrow("is not an id");
  });
});
