import { setTimeout as sleep } from "node:timers/promises";
import {
  CloudWatchLogsClient,
  GetQueryResultsCommand,
  StartQueryCommand,
  type CloudWatchLogsClientConfig,
} from "@aws-sdk/client-cloudwatch-logs";
import type { LogStore } from "../port/index.ts";
import { parseLogRecord } from "./log-record.ts";

interface Options {
  /** Prefix of the names of the log groups that are searched. */
  prefix: string;
  client?: CloudWatchLogsClientConfig;
  pollMs?: number;
}

const POLL_MS = 500;
/** A request to the API ends after 29 s. */
const LONGEST_MS = 20_000;
/** Most ids in one query. */
const MAX_IDS = 100;

/**
 * The log groups of a stage, searched with CloudWatch Logs Insights, which reads all groups in one query.
 * Source: Amazon CloudWatch Logs user guide, "CloudWatch Logs Insights language query syntax", SOURCE.
 */
export function createCloudWatchLogs({ prefix, client: config = {}, pollMs = POLL_MS }: Options): LogStore {
  const client = new CloudWatchLogsClient(config);
  return {
    async find({ ids, since, limit }) {
      const pattern = ids.slice(0, MAX_IDS).map(assertPlain).join("|");
      const { queryId } = await client.send(
        new StartQueryCommand({
          queryString: [
            `SOURCE logGroups(namePrefix: ["${prefix}"])`,
            "fields @message",
            `filter @message like /${pattern}/`,
            "sort @timestamp asc",
            `limit ${limit}`,
          ].join(" | "),
          startTime: Math.floor(since.getTime() / 1000),
          endTime: Math.ceil(Date.now() / 1000),
        }),
      );
      const deadline = performance.now() + LONGEST_MS;
      for (;;) {
        const { status, results = [] } = await client.send(new GetQueryResultsCommand({ queryId }));
        if (status === "Complete")
          return results.flatMap(
            (fields) => parseLogRecord(fields.find(({ field }) => field === "@message")?.value ?? "") ?? [],
          );
        if (status !== "Running" && status !== "Scheduled") throw new Error(`the query of the logs ended as ${status}`);
        if (performance.now() > deadline) throw new Error("the query of the logs took too long");
        await sleep(pollMs);
      }
    },
  };
}

/** Ids contain nothing that a regular expression reads otherwise. */
function assertPlain(id: string): string {
  if (!/^\w+$/.test(id)) throw new Error(`${id} is not an id`);
  return id;
}
