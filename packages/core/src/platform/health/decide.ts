import type { HealthFacts } from "./facts.ts";

export const healthStatuses = ["ok", "degraded", "down"] as const;
export type HealthStatus = (typeof healthStatuses)[number];

/** A part of the platform, with what its failure means for users. */
export interface HealthPart {
  /** `api`, `database`, `queues`, `recovery`, `storage`, `uploads`, `ledger`, `webhooks` or `gpu-` and a workload class. */
  name: string;
  status: HealthStatus;
  /** What users notice; absent if the part is ok. */
  message?: string;
  /** Since when, if it is known. */
  since?: Date;
}

export interface Health {
  /** `down`: requests fail. `degraded`: a part does not work, or is slow. */
  status: HealthStatus;
  parts: HealthPart[];
}

/** Ages from which a part is degraded, in seconds. */
const LATE_SECONDS = {
  /** Components run every 60 s or more often, and report every 30 s. */
  run: 180,
  /** Time that a new GPU node may need. The alarms on the queues use the same. */
  start: 20 * 60,
  /** Time that a worker may need to restart where none is started for waiting jobs. */
  restart: 60,
  /** Time to check an upload, large ones included. */
  check: 10 * 60,
};

const OK = { status: "ok" } as const;
type Finding = Pick<HealthPart, "status" | "message" | "since">;
const degraded = (message: string, since: Date): Finding => ({ status: "degraded", message, since });

/** State of the parts of a platform whose database answers. */
export function decideHealth({ components, classes, oldestCheckAt }: HealthFacts, now: Date): Health {
  const isLate = (since: Date, seconds: number) => now.getTime() - since.getTime() > seconds * 1000;
  const find = (wanted: string) => components.find(({ name }) => name === wanted);
  /** The part of a component that must run regularly. */
  const checkRuns = (name: string, message: string): Finding => {
    const ranAt = find(name)?.ranAt;
    return ranAt === undefined || isLate(ranAt, LATE_SECONDS.run) ? degraded(message, ranAt ?? now) : OK;
  };
  const checkFailing = (name: string, message: string): Finding => {
    const since = find(name)?.failingSince;
    return since ? degraded(message, since) : OK;
  };
  const checkClass = ({ name, startsWorkers, stalledSince }: HealthFacts["classes"][number]): Finding =>
    stalledSince && isLate(stalledSince, startsWorkers ? LATE_SECONDS.start : LATE_SECONDS.restart)
      ? {
          status: "down",
          message: `No GPU worker of the class ${name} is running. Jobs of this class wait until one starts.`,
          since: stalledSince,
        }
      : OK;

  const webhooks = checkRuns("webhooks", "Webhooks are not being sent. They are kept and sent later.");
  const parts: HealthPart[] = [
    { name: "api", ...OK },
    { name: "database", ...OK },
    {
      name: "queues",
      ...checkFailing("reconciler", "Jobs and uploads are handed over late. New results start later."),
    },
    {
      name: "recovery",
      ...checkRuns("reconciler", "Jobs whose worker was lost are not restarted. Other jobs run as usual."),
    },
    ...classes.map((one) => ({ name: `gpu-${one.name}`, ...checkClass(one) })),
    {
      name: "uploads",
      ...(oldestCheckAt && isLate(oldestCheckAt, LATE_SECONDS.check)
        ? degraded("Uploads are checked late. Jobs that need new files start later.", oldestCheckAt)
        : OK),
    },
    {
      name: "ledger",
      ...checkRuns("sequencer", "Certificates of new results are issued later. Results are not affected."),
    },
    {
      name: "storage",
      ...checkRuns("janitor", "Deleted files stay in storage longer. Uploads and downloads are not affected."),
    },
    {
      name: "webhooks",
      ...(webhooks.status === "ok"
        ? checkFailing("webhooks", "Most webhooks fail. They are kept and tried again for a day.")
        : webhooks),
    },
  ];
  return { status: parts.every(({ status }) => status === "ok") ? "ok" : "degraded", parts };
}

/** State of a platform whose database does not answer. The other parts are left out, because nothing is known of them. */
export const describeDatabaseDown = (since: Date): Health => ({
  status: "down",
  parts: [
    { name: "api", ...OK },
    {
      name: "database",
      status: "down",
      message: "The database does not answer, so requests fail. Running jobs continue.",
      since,
    },
  ],
});
