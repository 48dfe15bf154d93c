import type { Graph } from "@pegbar/comfyui";
import type { Execution, Timeline } from "../../contract/index.ts";
import type { JobState } from "../../job/state/index.ts";

/** What a job did in a time. `attempt` contains the phases of one run; `recording` is the time until its record is anchored. */
export const spanKinds = [
  "queued",
  "held",
  "attempt",
  "fetching",
  "waiting",
  "rendering",
  "node",
  "delivering",
  "recording",
] as const;
export type SpanKind = (typeof spanKinds)[number];

export interface TimelineSpan {
  kind: SpanKind;
  startedAt: Date;
  /** Null while it continues. */
  endedAt: Date | null;
  /** Number of the attempt that it belongs to. */
  attempt?: number;
  workerId?: string;
  /** How the attempt ended, and why. */
  outcome?: string;
  reason?: string;
  node?: { id: string; classType: string | null; title: string | null; cached: boolean };
}

export interface Facts {
  job: { state: JobState; graph: Graph; endedAt: Date | null };
  /** In order. */
  events: readonly { type: string; createdAt: Date }[];
  /** In order. */
  attempts: readonly {
    fence: number;
    state: string;
    workerId: string;
    phase: string | null;
    reason: string | null;
    execution: Execution | null;
    timeline: Timeline | null;
    startedAt: Date;
    endedAt: Date | null;
  }[];
  /** When the records of its results were anchored; null while one is not, undefined without results. */
  recordedAt: Date | null | undefined;
}

/** The times of a job, by their start. Phases overlap the attempt that they belong to, nodes the rendering. */
export function buildTimeline({ job, events, attempts, recordedAt }: Facts): TimelineSpan[] {
  const recording: TimelineSpan[] =
    recordedAt !== undefined && job.endedAt
      ? [{ kind: "recording", startedAt: job.endedAt, endedAt: recordedAt && later(job.endedAt, recordedAt) }]
      : [];
  return [...listWaits(job, events), ...attempts.flatMap((one) => listPhases(one, job.graph)), ...recording].toSorted(
    (a, b) => a.startedAt.getTime() - b.startedAt.getTime(),
  );
}

const later = (a: Date, b: Date): Date => (a > b ? a : b);

/** The state in which a job waits after an event; null if it does not. Other events change nothing. */
const waits: Record<string, "queued" | "held" | null> = {
  queued: "queued",
  interrupted: "queued",
  waiting: "held",
  held: "held",
  running: null,
  succeeded: null,
  failed: null,
  cancelled: null,
};

/** The times in the queue and on hold. */
function listWaits(job: Facts["job"], events: Facts["events"]): TimelineSpan[] {
  const spans: TimelineSpan[] = [];
  let current: TimelineSpan | undefined;
  for (const { type, createdAt } of events) {
    const next = waits[type];
    if (next === undefined || next === current?.kind) continue;
    if (current) spans.push({ ...current, endedAt: createdAt });
    current = next === null ? undefined : { kind: next, startedAt: createdAt, endedAt: null };
  }
  return current ? [...spans, { ...current, endedAt: job.endedAt }] : spans;
}

type Attempt = Facts["attempts"][number];

function listPhases(one: Attempt, graph: Graph): TimelineSpan[] {
  const { fence: attempt, startedAt, endedAt, timeline } = one;
  const at = (ms: number) => new Date(Math.min(startedAt.getTime() + ms, endedAt?.getTime() ?? Infinity));
  const whole: TimelineSpan = {
    kind: "attempt",
    startedAt,
    endedAt,
    attempt,
    workerId: one.workerId,
    ...(one.state === "running" ? {} : { outcome: one.state }),
    ...(one.reason === null ? {} : { reason: one.reason }),
  };
  if (!timeline) return [whole];
  const { fetchedMs, startedMs, renderedMs } = timeline;
  const phase = (kind: SpanKind, from: number, to: number | undefined): TimelineSpan => ({
    kind,
    startedAt: at(from),
    endedAt: to === undefined ? endedAt : at(to),
    attempt,
  });
  return [
    whole,
    phase("fetching", 0, fetchedMs),
    ...(fetchedMs === undefined ? [] : [phase("waiting", fetchedMs, startedMs)]),
    ...(startedMs === undefined ? [] : [phase("rendering", startedMs, renderedMs)]),
    ...listNodes(one, timeline, graph).map(({ startMs, endMs, node }): TimelineSpan => ({
      kind: "node",
      startedAt: at(startMs),
      endedAt: at(endMs),
      attempt,
      node,
    })),
    ...(renderedMs === undefined ? [] : [phase("delivering", renderedMs, undefined)]),
  ];
}

/** The nodes in order: those from ComfyUI's cache first, as it reports them, without a duration. */
function listNodes({ execution }: Attempt, { startedMs = 0, nodes }: Timeline, graph: Graph) {
  const describe = (id: string, cached: boolean) => ({
    id,
    classType: graph[id]?.class_type ?? null,
    title: graph[id]?._meta?.title ?? null,
    cached,
  });
  return [
    ...(execution?.cached ?? []).map((id) => ({ id, startMs: startedMs, endMs: startedMs, cached: true })),
    ...nodes.map(({ id, startMs, ms }) => ({ id, startMs, endMs: startMs + ms, cached: false })),
  ].map(({ id, startMs, endMs, cached }) => ({ startMs, endMs, node: describe(id, cached) }));
}
