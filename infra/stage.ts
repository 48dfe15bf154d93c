/** What a stage is for: somebody's own, the rehearsal, the real one. */
type Kind = "dev" | "staging" | "prod";

const classes = ["light", "heavy", "xl"] as const;
export type WorkloadClass = (typeof classes)[number];

/** GPUs that a class may have at once, and how many of them at full price. */
interface Gpus {
  spot: number;
  onDemand: number;
}

interface Values {
  /** What `sst remove` leaves: nothing, or everything that holds data. */
  removal: "remove" | "retain";
  /** Refuses `sst remove` altogether. */
  protect: boolean;
  zones: number;
  database: {
    /** Capacity units of 2 GiB. Not 0: it is asked every minute, and never pauses. */
    min: "0.5 ACU" | "2 ACU";
    max: "2 ACU" | "8 ACU" | "64 ACU";
    replicas: number;
    backupDays: number;
  };
  /** Copies of backups in another region. */
  backupCopies: boolean;
  gpus: Record<WorkloadClass, Gpus>;
  /** Nodes for Karpenter, KEDA and the like. */
  controllers: { instanceTypes: string[]; nodes: number };
  /** Requests at once that the API may take from the account's concurrency, and so connections to the database. */
  concurrency: { api: number; events: number; workApi: number; media: number };
  logDays: 7 | 30 | 365;
  /** Requests a second and at once, by what a studio pays for. */
  tiers: Record<"starter" | "studio" | "house", { rate: number; burst: number }>;
  /** Requests that one address may send within five minutes. */
  requestsPerAddress: number;
  /** Anchored checkpoints cannot be removed for so long, by nobody; 0 where the stage itself may go at any time. */
  anchorYears: number;
  /** Days after which objects move on or go. */
  lifecycle: { infrequent: number; instant: number; deep: number; rejected: number; noncurrent: number };
}

const lifecycle = { infrequent: 60, instant: 180, deep: 730, rejected: 365, noncurrent: 30 };
const tiers = {
  starter: { rate: 10, burst: 20 },
  studio: { rate: 50, burst: 100 },
  house: { rate: 200, burst: 400 },
};

const values: Record<Kind, Values> = {
  dev: {
    removal: "remove",
    protect: false,
    zones: 2,
    database: { min: "0.5 ACU", max: "2 ACU", replicas: 0, backupDays: 1 },
    backupCopies: false,
    gpus: { light: { spot: 2, onDemand: 1 }, heavy: { spot: 1, onDemand: 0 }, xl: { spot: 1, onDemand: 0 } },
    controllers: { instanceTypes: ["t4g.large"], nodes: 1 },
    concurrency: { api: 10, events: 10, workApi: 5, media: 2 },
    logDays: 7,
    tiers,
    requestsPerAddress: 3000,
    anchorYears: 0,
    lifecycle: { ...lifecycle, noncurrent: 1 },
  },
  staging: {
    removal: "retain",
    protect: true,
    zones: 3,
    database: { min: "0.5 ACU", max: "8 ACU", replicas: 1, backupDays: 7 },
    backupCopies: false,
    gpus: { light: { spot: 10, onDemand: 2 }, heavy: { spot: 4, onDemand: 1 }, xl: { spot: 2, onDemand: 1 } },
    controllers: { instanceTypes: ["m7g.large"], nodes: 2 },
    concurrency: { api: 50, events: 50, workApi: 20, media: 10 },
    logDays: 30,
    tiers,
    requestsPerAddress: 3000,
    anchorYears: 1,
    lifecycle,
  },
  prod: {
    removal: "retain",
    protect: true,
    zones: 3,
    database: { min: "2 ACU", max: "64 ACU", replicas: 1, backupDays: 35 },
    backupCopies: true,
    gpus: { light: { spot: 80, onDemand: 10 }, heavy: { spot: 40, onDemand: 5 }, xl: { spot: 12, onDemand: 2 } },
    controllers: { instanceTypes: ["m7g.xlarge"], nodes: 3 },
    concurrency: { api: 200, events: 400, workApi: 100, media: 50 },
    logDays: 365,
    tiers,
    requestsPerAddress: 3000,
    anchorYears: 10,
    lifecycle,
  },
};

/** Values of a stage by its name: `prod`, `staging`, or `dev-…` for one's own. */
export function readStage(name: string): Values & { name: string; kind: Kind } {
  const kind = name.startsWith("dev-") ? "dev" : name;
  if (kind !== "dev" && kind !== "staging" && kind !== "prod")
    throw new Error(`The stage ${name} is none of prod, staging and dev-NAME. Say --stage dev-yourname.`);
  return { name, kind, ...values[kind] };
}

export const stages = values;
export const workloadClasses = classes;
/** A name as the names of resources begin: `light` as in LightQueue. */
export const capitalise = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
