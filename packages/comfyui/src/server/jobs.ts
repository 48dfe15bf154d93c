import { isRecord } from "../graph.ts";
import { type HistoryEntry, type QueueItem, toHistoryBody } from "./prompt-entry.ts";

const statuses = ["pending", "in_progress", "completed", "failed", "cancelled"] as const;
type Status = (typeof statuses)[number];
type Job = Record<string, unknown> & { readonly id: string; readonly status: Status };

/** The prompts of a server, for the jobs API. */
export interface JobSource {
  readonly running: readonly QueueItem[];
  readonly pending: readonly QueueItem[];
  /** Oldest first. */
  readonly history: readonly HistoryEntry[];
}

const describeWaitingJob = (item: QueueItem, status: Status): Job => ({
  id: item.promptId,
  status,
  priority: item.number,
  create_time: item.extraData["create_time"],
  outputs_count: 0,
});

const findTime = (entry: HistoryEntry, events: readonly string[]) =>
  entry.messages.find(([event]) => events.includes(event))?.[1]["timestamp"];

const ends = ["execution_success", "execution_error", "execution_interrupted"];

function toEndedJob(entry: HistoryEntry): Job {
  const failure = entry.messages.find(([event]) => event === "execution_error")?.[1];
  const cancelled = entry.messages.some(([event]) => event === "execution_interrupted");
  const files = Object.entries(entry.outputs).flatMap(([nodeId, output]) =>
    Object.entries(isRecord(output) ? output : {}).flatMap(([mediaType, items]) =>
      (Array.isArray(items) ? items : []).filter(isRecord).map((item) => ({ ...item, nodeId, mediaType })),
    ),
  );
  const shown = files.find((file) => "type" in file && file["type"] === "output") ?? files[0];
  return {
    id: entry.item.promptId,
    status: cancelled ? "cancelled" : entry.success ? "completed" : "failed",
    priority: entry.item.number,
    create_time: entry.item.extraData["create_time"],
    execution_start_time: findTime(entry, ["execution_start"]),
    execution_end_time: findTime(entry, ends),
    ...(failure ? { execution_error: failure } : {}),
    outputs_count: files.length,
    ...(shown ? { preview_output: shown } : {}),
  };
}

/** `/api/jobs/{id}`: a job with its outputs and workflow, or undefined. */
export function findJob({ running, pending, history }: JobSource, id: string): Record<string, unknown> | undefined {
  const isWanted = (item: QueueItem) => item.promptId === id;
  const current = running.find(isWanted);
  if (current) return describeWaitingJob(current, "in_progress");
  const item = pending.find(isWanted);
  if (item) return describeWaitingJob(item, "pending");
  const entry = history.find((one) => isWanted(one.item));
  if (!entry) return undefined;
  const { outputs, status } = toHistoryBody(entry);
  const workflow = { prompt: entry.item.graph, extra_data: entry.item.extraData };
  return { ...toEndedJob(entry), outputs, execution_status: status, workflow };
}

const readInteger = (text: string | undefined, otherwise: number): number => {
  const value = Number(text);
  return text !== undefined && Number.isInteger(value) && value >= 0 ? value : otherwise;
};

const readStatuses = (query: Readonly<Record<string, string>>): string[] =>
  (query["status"] ?? "")
    .split(",")
    .map((one) => one.trim().toLowerCase())
    .filter((one) => one !== "");

/** Why ComfyUI answers 400 to a query of `/api/jobs`, or undefined. */
export function findJobsQueryProblem(query: Readonly<Record<string, string>>): string | undefined {
  const invalid = readStatuses(query).filter((one) => !statuses.some((status) => status === one));
  if (invalid.length > 0) return `Invalid status value(s): ${invalid.join(", ")}. Valid values: ${statuses.join(", ")}`;
  if (!["created_at", "execution_duration"].includes(query["sort_by"]?.toLowerCase() ?? "created_at"))
    return "sort_by must be 'created_at' or 'execution_duration'";
  if (!["asc", "desc"].includes(query["sort_order"]?.toLowerCase() ?? "desc"))
    return "sort_order must be 'asc' or 'desc'";
  for (const name of ["limit", "offset"])
    if (query[name] !== undefined && !/^\s*[-+]?\d+\s*$/.test(query[name])) return `${name} must be an integer`;
  return query["limit"] !== undefined && Number(query["limit"]) <= 0 ? "limit must be a positive integer" : undefined;
}

/** `/api/jobs`: one page, newest first. */
export function listJobs({ running, pending, history }: JobSource, query: Readonly<Record<string, string>>) {
  const wanted = readStatuses(query);
  const measure = (job: Job) => Number(job["execution_end_time"] ?? 0) - Number(job["execution_start_time"] ?? 0);
  const isByDuration = query["sort_by"]?.toLowerCase() === "execution_duration";
  const all = [
    ...history.map(toEndedJob),
    ...running.map((item) => describeWaitingJob(item, "in_progress")),
    ...pending.map((item) => describeWaitingJob(item, "pending")),
  ]
    .filter((job) => wanted.length === 0 || wanted.includes(job.status))
    .sort(
      (a, b) =>
        (isByDuration ? measure(b) - measure(a) : 0) ||
        Number(b["create_time"]) - Number(a["create_time"]) ||
        Number(b["priority"]) - Number(a["priority"]),
    );
  if (query["sort_order"]?.toLowerCase() === "asc") all.reverse();
  const offset = readInteger(query["offset"], 0);
  const limit = readInteger(query["limit"], all.length);
  const has_more = offset + limit < all.length;
  const jobs = all.slice(offset, offset + limit);
  return {
    jobs,
    pagination: { offset, limit: query["limit"] === undefined ? null : limit, total: all.length, has_more },
  };
}
