/** Settings of a stage: personal, staging or production. */
type Kind = "dev" | "staging" | "prod";

const classes = ["light", "heavy", "xl"] as const;
export type WorkloadClass = (typeof classes)[number];

/** Maximum number of GPUs per class, and how many of them may be on demand. */
interface Gpus {
  spot: number;
  onDemand: number;
}

interface Values {
  /** What `sst remove` keeps: nothing, or everything that contains data. */
  removal: "remove" | "retain";
  /** Refuses `sst remove` altogether. */
  protect: boolean;
  zones: number;
  database: {
    /** Capacity units of 2 GiB. Not 0, because a query every minute keeps it from pausing. */
    min: "0.5 ACU" | "2 ACU";
    max: "2 ACU" | "8 ACU" | "64 ACU";
    replicas: number;
    backupDays: number;
  };
  /** Copies of backups in another region. */
  backupCopies: boolean;
  gpus: Record<WorkloadClass, Gpus>;
  /** Nodes for controllers, such as Karpenter and KEDA. */
  controllers: { instanceTypes: string[]; nodes: number };
  /** Reserved concurrency of the API, which also limits its database connections. */
  concurrency: { api: number; events: number; workApi: number; media: number };
  logDays: 7 | 30 | 365;
  /** Requests per second and burst, by tier. */
  tiers: Record<"starter" | "studio" | "house", { rate: number; burst: number }>;
  /** Maximum number of requests of one address in five minutes. */
  requestsPerAddress: number;
  /** Years for which nobody can delete anchored checkpoints; 0 for stages that may be removed at any time. */
  anchorYears: number;
  /** Days after which objects change their storage class or are deleted. */
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

/** Settings of a stage by its name: `prod`, `staging`, or `dev-…` for a personal one. */
export function readStage(name: string): Values & { name: string; kind: Kind } {
  const kind = name.startsWith("dev-") ? "dev" : name;
  if (kind !== "dev" && kind !== "staging" && kind !== "prod")
    throw new Error(`The stage ${name} is none of prod, staging and dev-NAME. Say --stage dev-yourname.`);
  return { name, kind, ...values[kind] };
}

export const stages = values;
export const workloadClasses = classes;
/** A class in names of resources: `Light` as in LightQueue. */
export const capitalise = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
