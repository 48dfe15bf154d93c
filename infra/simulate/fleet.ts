import { pools, REPLACED_PERCENT, scaling } from "../gpu/settings.ts";
import type { WorkloadClass } from "../stage.ts";
import { createRandom, type Request } from "./day.ts";
import {
  JOB_SECONDS,
  LOAD_BYTES_PER_SECOND,
  LOSSES_PER_HOUR,
  MODEL_BYTES,
  NODE_SECONDS,
  PRICES,
  PULL_SECONDS,
  REMEMBERED_SECONDS,
  SPOT_MISSING,
  SPOT_SHARE,
  START_SECONDS,
  WARNING_SECONDS,
} from "./figures.ts";

/** A configuration of the fleet. */
export interface Policy {
  name: string;
  spot: number;
  onDemand: number;
  /** How long an empty node stays. */
  warmSeconds: number;
  /** Minimum number of workers. */
  minimum: number;
  /** Outage of Spot in all zones, in seconds since midnight. Running Spot nodes are interrupted at its start. */
  spotOutage?: { from: number; to: number };
  /** Duration of a job in seconds, such as for a clip. Default: that of the class's picture. */
  jobSeconds?: number;
  /** Time in seconds since midnight at which all nodes drift, and are replaced as far as budgets allow. */
  driftAt?: number;
}

export interface Outcome {
  policy: string;
  jobs: number;
  /** From the first request of the day to its picture, in seconds. */
  firstImage: number;
  /** Waits of interactive requests, in seconds. */
  waits: { p50: number; p95: number; p99: number };
  /** Until the night's batch is complete. */
  nightMinutes: number;
  dollarsPer1000: number;
  /** Share of the nodes' time in which they ran jobs. */
  busy: number;
  losses: number;
  /** Jobs that a lost or drained node returned to the queue. */
  requeued: number;
  onDemandHours: number;
  dollars: number;
}

interface Node {
  isSpot: boolean;
  begins: number;
  /** When its worker can take the first job. */
  ready: number;
  /** Its current job, if any. */
  job: Job | undefined;
  ends: number;
  idleSince: number;
  /** When Spot interrupts it; Infinity for an on-demand node. */
  lost: number;
  warm: boolean;
  /** Whether it was started before the drift, with the old image. */
  isOld: boolean;
  /** Time at which its drain starts; undefined without drain. */
  drainedAt: number | undefined;
}
interface Job {
  arrived: number;
  batch: boolean;
  started: number | undefined;
}

const TICK = 1;
/** How long a worker's pod on an On-Demand node may finish its job. */
const POD_GRACE_SECONDS = 900;

/**
 * Simulates a day of one class, second by second: KEDA polls the queue and scales workers; Karpenter starts nodes, Spot
 * first; nodes become ready, run jobs, are interrupted, and are removed when they were idle for a while.
 */
export function simulate(arrivals: readonly Request[], workload: WorkloadClass, policy: Policy, seed: number): Outcome {
  const next = createRandom(seed);
  const load = MODEL_BYTES[workload] / LOAD_BYTES_PER_SECOND;
  const queue: Job[] = [];
  const done: { arrived: number; batch: boolean; ended: number; started: number }[] = [];
  let nodes: Node[] = [];
  const gone: { node: Node; at: number }[] = [];
  let coming = 0;
  let wanted = policy.minimum;
  let losses = 0;
  let requeued = 0;
  let worked = 0;
  let spotMissingUntil = 0;
  /** Desired counts in the stabilisation window; the highest one is used. */
  const asked: { at: number; count: number }[] = [];
  const last = arrivals.at(-1)?.at ?? 0;

  const isOut = (now: number) =>
    policy.spotOutage !== undefined && now >= policy.spotOutage.from && now < policy.spotOutage.to;
  const hasDrifted = (now: number) => policy.driftAt !== undefined && now >= policy.driftAt;

  const start = (now: number): boolean => {
    const [spot, full] = [nodes.filter(({ isSpot }) => isSpot).length, nodes.filter(({ isSpot }) => !isSpot).length];
    const mayFull = full < policy.onDemand;
    if (spot < policy.spot && now >= spotMissingUntil && next() < SPOT_MISSING)
      spotMissingUntil = now + REMEMBERED_SECONDS;
    const isSpot = spot < policy.spot && now >= spotMissingUntil && !isOut(now);
    if (!isSpot && !mayFull) return false;
    nodes.push({
      isSpot,
      begins: now,
      ready: now + NODE_SECONDS + PULL_SECONDS + START_SECONDS,
      job: undefined,
      ends: 0,
      idleSince: now + NODE_SECONDS + PULL_SECONDS + START_SECONDS,
      lost: isSpot ? now - (Math.log(1 - next()) * 3600) / LOSSES_PER_HOUR : Infinity,
      warm: false,
      isOld: !hasDrifted(now),
      drainedAt: undefined,
    });
    return true;
  };
  const end = (node: Node, now: number) => {
    gone.push({ node, at: now });
    nodes = nodes.filter((one) => one !== node);
  };

  /** Ends a node. Its job completes if it ends within the grace period, and returns to the queue otherwise. */
  const leave = (node: Node, now: number, graceSeconds: number) => {
    if (node.job && node.ends > now + graceSeconds) {
      requeued++;
      queue.unshift({ ...node.job });
    } else if (node.job) done.push({ ...node.job, started: node.job.started ?? 0, ended: node.ends });
    end(node, now);
  };

  for (let now = 0; now < last + 24 * 3600; now += TICK) {
    for (let request = arrivals[coming]; request && request.at <= now; request = arrivals[++coming])
      queue.push({ arrived: request.at, batch: request.batch, started: undefined });
    for (const node of nodes)
      if (node.job && node.ends <= now) {
        done.push({ ...node.job, started: node.job.started ?? node.job.arrived, ended: node.ends });
        node.job = undefined;
        node.idleSince = now;
      }
    // An outage interrupts all Spot nodes at once. Other interruptions are per node.
    if (policy.spotOutage?.from === now) for (const node of nodes) if (node.isSpot) node.lost = now;
    for (const node of nodes)
      if (node.lost <= now) {
        losses++;
        leave(node, now, WARNING_SECONDS);
      }
    if (hasDrifted(now)) {
      const old = nodes.filter(({ isOld }) => isOld);
      const draining = nodes.filter(({ drainedAt }) => drainedAt !== undefined);
      // Karpenter starts the replacement first, and drains the old node when that is ready.
      const allowed = Math.ceil((REPLACED_PERCENT * nodes.length) / 100) - draining.length;
      for (const node of old.filter(({ drainedAt }) => drainedAt === undefined).slice(0, Math.max(0, allowed))) {
        if (node.job && !start(now)) break;
        node.drainedAt = now + (node.job ? NODE_SECONDS : 0);
      }
      for (const node of draining)
        if (node.drainedAt !== undefined && node.drainedAt <= now)
          leave(node, now, node.isSpot ? pools.spot.graceSeconds : POD_GRACE_SECONDS);
    }
    for (const node of nodes) {
      if (node.ready > now || node.job || (node.drainedAt !== undefined && node.drainedAt <= now)) continue;
      // Interactive requests run before the night's batch.
      const [job] = queue.splice(
        Math.max(
          0,
          queue.findIndex(({ batch }) => !batch),
        ),
        1,
      );
      if (!job) break;
      const seconds = (policy.jobSeconds ?? JOB_SECONDS[workload]) * (0.8 + 0.4 * next()) + (node.warm ? 0 : load);
      node.warm = true;
      node.job = { ...job, started: job.started ?? now };
      node.ends = now + seconds;
      worked += seconds;
    }
    if (now % scaling.pollingSeconds === 0) {
      const count = queue.length + nodes.filter(({ job }) => job).length;
      asked.push({ at: now, count });
      while ((asked[0]?.at ?? now) < now - scaling.stabilisationSeconds) asked.shift();
      wanted = Math.max(policy.minimum, ...asked.map((one) => one.count));
      for (let missing = Math.min(wanted, policy.spot + policy.onDemand) - nodes.length; missing > 0; missing--)
        if (!start(now)) break;
    }
    // Nodes of removed workers are empty. Karpenter removes them after their warm time.
    for (const node of nodes)
      if (!node.job && now - node.idleSince > policy.warmSeconds && nodes.length > Math.max(wanted, policy.minimum))
        end(node, now);
    if (now > last && queue.length === 0 && nodes.length <= policy.minimum && nodes.every(({ job }) => !job)) break;
  }
  for (const node of nodes) end(node, Math.max(last, ...gone.map(({ at }) => at), 24 * 3600));

  const sumHours = (isSpot: boolean) =>
    gone.filter(({ node }) => node.isSpot === isSpot).reduce((sum, { node, at }) => sum + (at - node.begins), 0) / 3600;
  const price = PRICES[workload];
  const cost = sumHours(true) * price * SPOT_SHARE + sumHours(false) * price;
  const waits = done
    .filter(({ batch }) => !batch)
    .map(({ arrived, started }) => started - arrived)
    .toSorted((a, b) => a - b);
  const getQuantile = (q: number) => waits[Math.min(waits.length - 1, Math.floor(q * waits.length))] ?? 0;
  const first = done.find(({ arrived }) => arrived === arrivals[0]?.at);
  const night = done.filter(({ batch }) => batch);
  return {
    policy: policy.name,
    jobs: done.length,
    firstImage: first ? first.ended - first.arrived : Number.NaN,
    nightMinutes:
      (Math.max(...night.map(({ ended }) => ended)) - Math.min(...night.map(({ arrived }) => arrived))) / 60,
    waits: { p50: getQuantile(0.5), p95: getQuantile(0.95), p99: getQuantile(0.99) },
    dollarsPer1000: (cost / done.length) * 1000,
    busy: worked / 3600 / (sumHours(true) + sumHours(false)),
    losses,
    requeued,
    dollars: cost,
    onDemandHours: sumHours(false),
  };
}
