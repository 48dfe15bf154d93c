import { NIGHT_HOURS, WARM_SECONDS } from "../gpu/settings.ts";
import { stages, type WorkloadClass } from "../stage.ts";
import { simulateDay } from "./day.ts";
import { simulate, type Outcome, type Policy } from "./fleet.ts";

const HOUR = 3600;

/** Lists the disruptions to compare. @param jobSeconds duration of a job; undefined for that of the class's picture */
export function listDisruptions(workload: WorkloadClass, jobSeconds: number | undefined): Policy[] {
  const { spot, onDemand } = stages.prod.gpus[workload];
  const usual: Policy = {
    name: "none",
    spot,
    onDemand,
    warmSeconds: WARM_SECONDS,
    minimum: 0,
    ...(jobSeconds === undefined ? {} : { jobSeconds }),
  };
  const outage = (hour: number) => ({ from: hour * HOUR, to: (hour + 1) * HOUR });
  return [
    usual,
    { ...usual, name: "no Spot in any zone, 15 to 16", spotOutage: outage(15) },
    { ...usual, name: "no Spot in any zone, 18:30 to 19:30", spotOutage: outage(18.5) },
    { ...usual, name: "no Spot, no fallback, 15 to 16", onDemand: 0, spotOutage: outage(15) },
    { ...usual, name: "drift at noon", driftAt: 12 * HOUR },
    // After the night's batch, at an hour in which budgets allow drift.
    { ...usual, name: `drift at night, ${NIGHT_HOURS} hours from 1`, driftAt: 25 * HOUR },
  ];
}

/** Simulates some days with each disruption. @returns means */
export const simulateDisruptions = (
  workload: WorkloadClass,
  { artists, days, jobSeconds }: { artists: number; days: number; jobSeconds?: number },
) =>
  listDisruptions(workload, jobSeconds).map((policy) => {
    const all = Array.from({ length: days }, (_, seed) =>
      simulate(simulateDay(artists, seed + 1), workload, policy, seed + 1),
    );
    const mean = (value: (one: Outcome) => number) => all.reduce((sum, one) => sum + value(one), 0) / all.length;
    return {
      disruption: policy.name,
      jobs: mean(({ jobs }) => jobs),
      waitP95: mean(({ waits }) => waits.p95),
      waitP99: mean(({ waits }) => waits.p99),
      nightMinutes: mean(({ nightMinutes }) => nightMinutes),
      requeued: mean(({ requeued }) => requeued),
      losses: mean(({ losses }) => losses),
      onDemandHours: mean(({ onDemandHours }) => onDemandHours),
      dollars: mean(({ dollars }) => dollars),
    };
  });
