import type { Graph } from "../graph.ts";

/** A prompt in the queue of a ComfyUI server. */
export interface QueueItem {
  /** Place in the queue: lower numbers run first. */
  readonly number: number;
  readonly promptId: string;
  readonly graph: Graph;
  readonly extraData: Readonly<Record<string, unknown>>;
  /** Ids of the output nodes that run. */
  readonly outputs: readonly string[];
}

/** `[event, data]`, as in ComfyUI's history. */
export type StatusMessage = readonly [event: string, data: Readonly<Record<string, unknown>>];

/** A prompt that has ended. */
export interface HistoryEntry {
  readonly item: QueueItem;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly success: boolean;
  readonly messages: readonly StatusMessage[];
}

/** Formats a prompt for `/queue` and `/history`. */
export const toItemTuple = ({ number, promptId, graph, extraData, outputs }: QueueItem) => [
  number,
  promptId,
  graph,
  extraData,
  outputs,
];

/** Formats an ended prompt for `/history`. */
export const toHistoryBody = ({ item, outputs, meta, success, messages }: HistoryEntry) => ({
  prompt: toItemTuple(item),
  outputs,
  status: { status_str: success ? "success" : "error", completed: success, messages },
  meta,
});

/** One page of `/history`: `max_items` and `offset` as ComfyUI reads them. */
export function pageHistory<T>(all: readonly T[], query: Readonly<Record<string, string>>): readonly T[] {
  const most = Number(query["max_items"] ?? -1);
  const offset = Number(query["offset"] ?? -1);
  const start = offset < 0 && most >= 0 ? Math.max(0, all.length - most) : Math.max(0, offset);
  return all.slice(start, most >= 0 ? start + most : undefined);
}

/** The answer to a `POST /prompt` without `prompt`. */
export const noPrompt = {
  error: { type: "no_prompt", message: "No prompt provided", details: "No prompt provided", extra_info: {} },
  node_errors: {},
};
