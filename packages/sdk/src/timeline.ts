import type { components } from "./schema.ts";

export type JobTimeline = components["schemas"]["JobTimeline"];
type Span = components["schemas"]["TimelineSpan"];

/** A row of a drawn timeline. */
export interface TimelineRow {
  kind: Span["kind"];
  label: string;
  /** 0 for waits, attempts and the record, 1 for phases of an attempt, 2 for nodes. */
  depth: 0 | 1 | 2;
  /** Milliseconds since the submit. */
  startMs: number;
  endMs: number;
  /** Whether it continues; then it ends at the present. */
  isOpen: boolean;
  /** Whether ComfyUI took the node's result from its cache. */
  isCached: boolean;
  /** Why an attempt ended, unless it succeeded. */
  note: string | null;
}

export interface TimelineLayout {
  rows: TimelineRow[];
  /** From the submit to the last end, at least 1. */
  totalMs: number;
}

const labels: Record<Exclude<Span["kind"], "attempt" | "node">, string> = {
  queued: "Queued",
  held: "On hold",
  fetching: "Fetch inputs",
  waiting: "Wait for ComfyUI",
  rendering: "Render",
  delivering: "Deliver",
  recording: "Record",
};
const depths: Partial<Record<Span["kind"], 1 | 2>> = { fetching: 1, waiting: 1, rendering: 1, delivering: 1, node: 2 };

/**
 * Lays out the timeline of a job for drawing.
 * @param now end of what continues, in milliseconds since 1970
 */
export function layOutTimeline({ createdAt, spans }: JobTimeline, now: number = Date.now()): TimelineLayout {
  const origin = Date.parse(createdAt);
  const rows = spans.map((span): TimelineRow => {
    const startMs = Math.max(0, Date.parse(span.startedAt) - origin);
    const endMs = (span.endedAt === null ? now : Date.parse(span.endedAt)) - origin;
    return {
      kind: span.kind,
      label: describeSpan(span),
      depth: depths[span.kind] ?? 0,
      startMs,
      endMs: Math.max(startMs, endMs),
      isOpen: span.endedAt === null,
      isCached: span.node?.cached ?? false,
      note: span.kind === "attempt" && span.outcome !== "succeeded" ? (span.reason ?? null) : null,
    };
  });
  return { rows, totalMs: Math.max(1, ...rows.map(({ endMs }) => endMs)) };
}

function describeSpan({ kind, attempt, outcome, node }: Span): string {
  if (kind === "attempt") return `Attempt ${attempt ?? ""} · ${outcome ?? "running"}`;
  if (kind !== "node") return labels[kind];
  if (!node) return "Node";
  const name = node.classType ?? `Node ${node.id}`;
  return node.title === null || node.title === node.classType ? name : `${node.title} (${name})`;
}

/** A duration for people: `85 ms`, `1.4 s`, `3 min 12 s`, `2 h 5 min`. */
export function formatDuration(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
