import type { QueueHead } from "./queue-head.ts";

/** A batch job that has waited this long counts as interactive, so that the batch lane does not starve. */
export const MAX_BATCH_WAIT_MS = 15 * 60_000;

/** How many times in a row a studio's turn may go to a job whose model the worker has loaded. */
export const MAX_PASSED_OVER = 2;

/**
 * How much GPU time of a studio's turns in the batch lane may go to batch jobs whose model the worker has loaded, in a row.
 * Loading a model takes up to half a minute, so that it costs a tenth of the time at most.
 */
export const MAX_BATCH_PASSED_OVER_MS = 5 * 60_000;

/** Shorter jobs count as this long, so that a studio is passed over a few hundred times at most. */
const SHORTEST_MS = 1000;

export interface Choice {
  head: QueueHead;
  /** The tenant whose turn it was, if the chosen job belongs to another one. */
  passed?: QueueHead;
}

const chooseLane = (head: QueueHead): number =>
  head.lane === "interactive" || head.waited_ms >= MAX_BATCH_WAIT_MS ? 0 : 1;

/** Order within a studio: lane, priority, fair share of the member, age. A priority has no effect on other studios. */
const compareInStudio = (a: QueueHead, b: QueueHead): number =>
  chooseLane(a) - chooseLane(b) || b.priority - a.priority || a.member_share - b.member_share || compareAges(a, b);

const compareAges = (a: QueueHead, b: QueueHead): number => b.waited_ms - a.waited_ms || compare(a.id, b.id);

/** Order between studios: lane, fair share, age. */
const compareStudios = (a: QueueHead, b: QueueHead): number =>
  chooseLane(a) - chooseLane(b) || a.share - b.share || compareAges(a, b);

/**
 * The first job of a studio, and its oldest job in the same lane. The latter decides equal shares, so that a priority
 * has no effect on other studios.
 */
interface StudioFirst {
  head: QueueHead;
  oldest: QueueHead;
}

function findFirst(own: readonly QueueHead[]): StudioFirst[] {
  const [head] = own.toSorted(compareInStudio);
  const [oldest] = own.filter((one) => head && chooseLane(one) === chooseLane(head)).toSorted(compareAges);
  return head && oldest ? [{ head, oldest }] : [];
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Whether a job whose model is loaded may take the turn of another one. */
const mayPassOver = (turn: QueueHead, loaded: QueueHead): boolean =>
  turn.passed_over < MAX_PASSED_OVER ||
  (turn.lane === "batch" &&
    loaded.lane === "batch" &&
    turn.passed_over * Math.max(loaded.expected_ms, SHORTEST_MS) < MAX_BATCH_PASSED_OVER_MS);

/**
 * Chooses the next job among the queue heads. A job whose model is loaded goes first if it is in the same lane (and, in
 * the same studio, has the same priority), but no studio is passed over more than {@link MAX_PASSED_OVER} times in a row, or,
 * by jobs of the batch lane, for longer than {@link MAX_BATCH_PASSED_OVER_MS}.
 */
export function chooseHead(heads: readonly QueueHead[], models: readonly string[]): Choice | undefined {
  const studios = [...Map.groupBy(heads, (head) => head.tenant_id).values()].flatMap(findFirst);
  const [next] = studios.toSorted((a, b) => compareStudios(a.oldest, b.oldest));
  if (!next) return undefined;
  const turn = next.head;
  const firsts = studios.map(({ head }) => head);
  const loaded = new Set(models.filter((name) => name !== ""));
  if (loaded.has(turn.model_key)) return { head: turn };
  const [better] = heads
    .filter((head) => loaded.has(head.model_key) && chooseLane(head) === chooseLane(turn) && mayPassOver(turn, head))
    .filter((head) => {
      const first = firsts.find((one) => one.tenant_id === head.tenant_id);
      return first !== undefined && chooseLane(first) === chooseLane(head) && first.priority === head.priority;
    })
    .toSorted(compareStudios);
  return better ? { head: better, passed: turn } : { head: turn };
}
