/** Kind of a stage: personal without GPUs, personal with GPUs, rehearsal, production. */
export type Kind = "dev-lite" | "dev" | "staging" | "prod";

const classes = ["light", "heavy", "xl"] as const;
export type WorkloadClass = (typeof classes)[number];

/** Maximum number of GPUs per class, and how many of them may be on demand. */
interface Gpus {
  spot: number;
  onDemand: number;
}

interface Values {
  /** What `sst remove` does with resources that contain data. */
  removal: "remove" | "retain";
  /** Refuses `sst remove` altogether. */
  protect: boolean;
  /** Zones with endpoints, functions and nodes. Database and cluster always have subnets in two: AWS requires it. */
  zones: 1 | 2 | 3;
  /** Cluster, nodes, model store and Work API. Without them, jobs stay queued. */
  gpuTier: boolean;
  /** How often background functions run. */
  background: "minute" | "hour";
  database: {
    /** Capacity units of 2 GiB. With 0, the database pauses without connections; requires hourly background functions. */
    min: "0 ACU" | "0.5 ACU" | "2 ACU";
    max: "2 ACU" | "8 ACU" | "64 ACU";
    replicas: 0 | 1;
    /** RDS Proxy, which shares connections. It costs at least 8 capacity units and keeps the database from pausing. */
    proxy: boolean;
    backupDays: number;
  };
  /** Copies of backups, results and anchors in another region. */
  secondRegion: boolean;
  gpus: Record<WorkloadClass, Gpus>;
  /** Nodes for controllers, such as Karpenter and KEDA. */
  controllers: { instanceTypes: string[]; nodes: number };
  /** Reserved concurrency of the API, which also limits its database connections. */
  concurrency: { api: number; events: number; workApi: number; media: number; renditions: number };
  /** US dollars per month, and GPU hours per day by class, above which the operator is notified. */
  budget: { dollars: number; gpuHoursPerDay: Record<WorkloadClass, number> };
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

/** What all personal stages have in common. */
const personal = {
  removal: "remove",
  protect: false,
  secondRegion: false,
  /** For those with the GPU tier. */
  gpus: {
    light: { spot: 2, onDemand: 1 },
    heavy: { spot: 1, onDemand: 0 },
    xl: { spot: 1, onDemand: 0 },
  },
  controllers: { instanceTypes: ["t4g.large"], nodes: 1 },
  concurrency: { api: 10, events: 10, workApi: 5, media: 2, renditions: 2 },
  logDays: 7,
  tiers,
  requestsPerAddress: 3000,
  anchorYears: 0,
  lifecycle: { ...lifecycle, noncurrent: 1 },
} satisfies Partial<Values>;
const gpuHoursPerDay = { light: 8, heavy: 4, xl: 4 };

const values: Record<Kind, Values> = {
  "dev-lite": {
    ...personal,
    zones: 1,
    gpuTier: false,
    background: "hour",
    database: { min: "0 ACU", max: "2 ACU", replicas: 0, proxy: false, backupDays: 1 },
    budget: { dollars: 150, gpuHoursPerDay },
  },
  dev: {
    ...personal,
    zones: 2,
    gpuTier: true,
    background: "minute",
    database: { min: "0.5 ACU", max: "2 ACU", replicas: 0, proxy: true, backupDays: 1 },
    budget: { dollars: 700, gpuHoursPerDay },
  },
  staging: {
    removal: "retain",
    protect: true,
    zones: 3,
    gpuTier: true,
    background: "minute",
    database: { min: "0.5 ACU", max: "8 ACU", replicas: 1, proxy: true, backupDays: 7 },
    secondRegion: false,
    gpus: { light: { spot: 10, onDemand: 2 }, heavy: { spot: 4, onDemand: 1 }, xl: { spot: 2, onDemand: 1 } },
    controllers: { instanceTypes: ["m7g.large"], nodes: 2 },
    concurrency: { api: 50, events: 50, workApi: 20, media: 10, renditions: 4 },
    budget: { dollars: 2500, gpuHoursPerDay: { light: 40, heavy: 20, xl: 10 } },
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
    gpuTier: true,
    background: "minute",
    database: { min: "2 ACU", max: "64 ACU", replicas: 1, proxy: true, backupDays: 35 },
    secondRegion: true,
    gpus: { light: { spot: 80, onDemand: 10 }, heavy: { spot: 40, onDemand: 5 }, xl: { spot: 12, onDemand: 2 } },
    controllers: { instanceTypes: ["m7g.xlarge"], nodes: 3 },
    concurrency: { api: 200, events: 400, workApi: 100, media: 50, renditions: 10 },
    budget: { dollars: 20_000, gpuHoursPerDay: { light: 300, heavy: 200, xl: 60 } },
    logDays: 365,
    tiers,
    requestsPerAddress: 3000,
    anchorYears: 10,
    lifecycle,
  },
};

/** Values that a stage's declared values may override. */
export interface Shape {
  zones?: 1 | 2 | 3 | undefined;
  gpuTier?: boolean | undefined;
  /** Readers of the database, in addition to its writer. */
  readers?: 0 | 1 | undefined;
  secondRegion?: boolean | undefined;
}

export type Stage = Values & { name: string; kind: Kind };

/** Parses a stage's kind: `prod`, `staging`, `dev-lite` or `dev-lite-…`, `dev-…`. @throws Error for other names */
function parseKind(name: string): Kind {
  if (/^dev-lite(-|$)/.test(name)) return "dev-lite";
  if (name.startsWith("dev-")) return "dev";
  if (name === "staging" || name === "prod") return name;
  throw new Error(`Unknown stage: ${name}. Use prod, staging, dev-lite or dev-NAME, such as --stage dev-anna.`);
}

/** Returns the values of a stage, with its overrides. @throws Error for an unknown name */
export function readStage(name: string, { readers, ...chosen }: Shape = {}): Stage {
  const kind = parseKind(name);
  const { database, ...found } = values[kind];
  const given = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined));
  return { name, kind, ...found, ...given, database: { ...database, replicas: readers ?? database.replicas } };
}

export const stages = values;
export const workloadClasses = classes;
/** Capitalises a class for names of resources, such as `Light` in LightQueue. */
export const capitalise = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
