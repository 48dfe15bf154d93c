import { isRecord } from "@pegbar/comfyui";
import { toHistoryBody, type HistoryEntry, type PromptQueue, type QueueItem } from "./queue.ts";

type Status = "pending" | "in_progress" | "completed" | "failed" | "cancelled";
type Job = Record<string, unknown> & { readonly id: string; readonly status: Status };

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
export function findJob(queue: PromptQueue, id: string): Record<string, unknown> | undefined {
  if (queue.running?.promptId === id) return describeWaitingJob(queue.running, "in_progress");
  const item = queue.pending.find((pending) => pending.promptId === id);
  if (item) return describeWaitingJob(item, "pending");
  const entry = queue.history.get(id);
  if (!entry) return undefined;
  const { outputs, status } = toHistoryBody(entry);
  const workflow = { prompt: entry.item.graph, extra_data: entry.item.extraData };
  return { ...toEndedJob(entry), outputs, execution_status: status, workflow };
}

const readInteger = (text: string | undefined, otherwise: number): number => {
  const value = Number(text);
  return text !== undefined && Number.isInteger(value) && value >= 0 ? value : otherwise;
};

/** `/api/jobs`: one page, newest first. */
export function listJobs(queue: PromptQueue, query: Readonly<Record<string, string>>) {
  const running = queue.running ? [describeWaitingJob(queue.running, "in_progress")] : [];
  const past = [...queue.history.values()].map(toEndedJob);
  const wanted = query["status"]?.split(",");
  const all = [...past, ...running, ...queue.pending.map((item) => describeWaitingJob(item, "pending"))]
    .filter((job) => !wanted || wanted.includes(job.status))
    .sort(
      (a, b) => Number(b["create_time"]) - Number(a["create_time"]) || Number(b["priority"]) - Number(a["priority"]),
    );
  if (query["sort_order"] === "asc") all.reverse();
  const offset = readInteger(query["offset"], 0);
  const limit = readInteger(query["limit"], all.length);
  const has_more = offset + limit < all.length;
  const jobs = all.slice(offset, offset + limit);
  return {
    jobs,
    pagination: { offset, limit: query["limit"] === undefined ? null : limit, total: all.length, has_more },
  };
}
