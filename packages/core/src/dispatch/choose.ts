import type { Head } from "./waiting.ts";

/** A job of the batch lane that has waited this long stands among the interactive ones: no lane starves. */
export const BATCH_PATIENCE_MS = 15 * 60_000;

/** So often in a row a studio's turn may go to a job whose model the worker holds already. */
export const MAX_PASSED_OVER = 2;

export interface Choice {
  head: Head;
  /** Whose turn it was, if it is not the chosen one's. */
  passed?: Head;
}

const laneOf = (head: Head): number => (head.lane === "interactive" || head.waited_ms >= BATCH_PATIENCE_MS ? 0 : 1);

/** Within a studio: lane, priority, age. A priority says nothing to other studios. */
const within = (a: Head, b: Head): number =>
  laneOf(a) - laneOf(b) || b.priority - a.priority || b.waited_ms - a.waited_ms || compare(a.id, b.id);

/** Between studios: lane, share lately taken, age. */
const between = (a: Head, b: Head): number =>
  laneOf(a) - laneOf(b) || a.share - b.share || b.waited_ms - a.waited_ms || compare(a.id, b.id);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Which job is next, among the heads that may run. A job whose model is loaded goes first if it stands in the same lane
 * (and, in the same studio, has the same priority), but nobody is passed over more than {@link MAX_PASSED_OVER} times.
 */
export function choose(heads: readonly Head[], models: readonly string[]): Choice | undefined {
  const firsts = [...Map.groupBy(heads, (head) => head.tenant_id).values()].flatMap(
    (own) => own.toSorted(within)[0] ?? [],
  );
  const [turn] = firsts.toSorted(between);
  if (!turn) return undefined;
  const loaded = new Set(models.filter((name) => name !== ""));
  if (loaded.has(turn.model_key) || turn.passed_over >= MAX_PASSED_OVER) return { head: turn };
  const [better] = heads
    .filter((head) => loaded.has(head.model_key) && laneOf(head) === laneOf(turn))
    .filter((head) => {
      const first = firsts.find((one) => one.tenant_id === head.tenant_id);
      return first !== undefined && laneOf(first) === laneOf(head) && first.priority === head.priority;
    })
    .toSorted(between);
  return better ? { head: better, passed: turn } : { head: turn };
}
