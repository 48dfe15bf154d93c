import * as z from "zod";
import * as Audit from "../../platform/audit/index.ts";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError, VisibleError } from "../../platform/error/index.ts";
import { fn } from "../../platform/fn.ts";
import * as Id from "../../platform/id.ts";
import type { LogRecord } from "../../platform/port/index.ts";

const DAY_MS = 86_400_000;

/** Which lines to read; by default those of the last day. */
export const LogRequest = z.strictObject({
  jobId: Id.createSchema("job"),
  since: z.iso.datetime({ offset: true }).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(500),
});

/** Most ids of attempts and requests whose lines are looked for. */
const MAX_RELATED = 50;

/**
 * The log of a job: its lines, and those of its attempts and of the requests that are named with it. Recorded in the audit
 * trail. Runs as the operator role.
 */
export const readLog = fn(LogRequest, async ({ jobId, since, limit }): Promise<LogRecord[]> => {
  const { logs, log, clock } = Context.getPorts();
  if (!logs) throw createNotFoundError("log", "of this platform");
  const from = since === undefined ? new Date(clock.now().getTime() - DAY_MS) : new Date(since);
  await Database.tx((tx) => Audit.record(tx, { action: "fleet.log", subject: { type: "job", id: jobId } }));
  try {
    const own = await logs.find({ ids: [jobId], since: from, limit });
    const related = [...new Set(own.flatMap(listRelated))].slice(0, MAX_RELATED);
    return related.length === 0 ? own : await logs.find({ ids: [jobId, ...related], since: from, limit });
  } catch (error) {
    log("warn", "cannot read the logs", { error });
    throw new VisibleError("unavailable", "The log is not available. Try again.", { retryAfterSeconds: 5 });
  }
});

const listRelated = ({ attemptId, requestId }: LogRecord): string[] =>
  [attemptId, requestId].filter((id) => typeof id === "string");
