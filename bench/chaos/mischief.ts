import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type postgres from "postgres";
import { buildClientConfig } from "@pegbar/local/store/access.ts";
import type { Platform } from "@pegbar/local/platform/index.ts";
import { queueNames } from "@pegbar/local/platform/resources.ts";

/** The database is killed when this share of the jobs is left. */
const DATABASE_AT = 0.5;
const DOUBLES = 3;

/** Kills processes of a running platform and duplicates tickets, about every `everyMs`, and counts both. */
export function startKilling(platform: Platform, sql: postgres.Sql, everyMs: number) {
  const counts = { workers: 0, comfyuis: 0, stops: 0, database: 0, doubled: 0 };
  const sqs = new SQSClient(buildClientConfig(platform.addresses.sqs));
  const QueueUrl = `${platform.addresses.sqs}/000000000000/${queueNames.LightQueue}`;
  let next = performance.now() + everyMs;
  let turn = 0;

  /** Sends duplicates of dispatch tickets, used and unused. */
  const duplicateTicket = async () => {
    const rows = await sql`
      select nonce, class, job_id as "jobId" from demand where class = 'light' order by random() limit ${DOUBLES}`;
    for (const demand of rows) {
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(demand) }));
      counts.doubled++;
    }
  };
  const breakOne = (left: number) => {
    if (left < DATABASE_AT && counts.database === 0) {
      platform.crashDatabase();
      counts.database++;
      return;
    }
    const index = Math.floor(Math.random() * platform.workers.length);
    const worker = platform.workers[index];
    if (!worker) return;
    switch (turn++ % 3) {
      case 0:
        worker.kill();
        counts.workers++;
        return;
      case 1:
        platform.killComfyui(index);
        counts.comfyuis++;
        return;
      default:
        if (askToStop(worker.pid)) counts.stops++;
    }
  };
  return {
    counts,
    kills: () => counts.workers + counts.comfyuis + counts.stops + counts.database,
    /** Kills the next process if it is time. @param left share of the jobs that have not ended */
    async killIfDue(left: number): Promise<void> {
      if (performance.now() < next) return;
      next = performance.now() + everyMs * (0.5 + Math.random());
      // Without the database, the tickets cannot be read.
      await duplicateTicket().catch(() => undefined);
      breakOne(left);
    },
    summary: () =>
      `killed ${counts.workers} workers, ${counts.comfyuis} ComfyUIs, ${counts.database} databases; ${counts.stops} workers asked to stop, ${counts.doubled} messages duplicated`,
    close: () => sqs.destroy(),
  };
}

/** Sends SIGTERM. @returns false if the process has ended and its successor has not started */
function askToStop(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    return process.kill(pid, "SIGTERM");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return false;
    throw error;
  }
}
