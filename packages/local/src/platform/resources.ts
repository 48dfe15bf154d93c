import { formatVerifierKey } from "@pegbar/verify";
import { urlFor } from "@pegbar/core/database/migrate.ts";
import type { Signer } from "@pegbar/core/port";
import { HOST, type PortMap } from "./addresses.ts";
import type { Secrets } from "./secrets.ts";

export const DATABASE = "pegbar";
export const BUCKET = "pegbar-objects";
export const AUDIENCE = "urn:pegbar:api";
export const queueNames = { LightQueue: "light", HeavyQueue: "heavy", XlQueue: "xl", MediaQueue: "media" } as const;

/** As infrastructure sets them: visibility in seconds. */
export const queueAttributes = { VisibilityTimeout: "60" };

/** Times of the platform, in seconds. */
export interface Times {
  lease: number;
  heartbeat: number;
  events: number;
}
export const defaultTimes: Times = { lease: 30, heartbeat: 10, events: 300 };

/** What every process that speaks to queue or store needs of the AWS environment. */
const aws = (store: string) => ({
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
  AWS_ENDPOINT_URL_SQS: store,
  AWS_ENDPOINT_URL_S3: store,
});

interface Facts {
  ports: PortMap;
  secrets: Secrets;
  adminUrl: string;
  signer: Pick<Signer, "name" | "publicKey">;
  signerFile: string;
  times: Times;
}

/**
 * The `SST_RESOURCE_*` variables of each part: what a deployed function would be linked to, and no more. The worker
 * gets its queues, the Work API and its key; no database, no bucket.
 */
export function environments({ ports, secrets, adminUrl, signer, signerFile, times }: Facts) {
  const at = (part: keyof PortMap) => `http://${HOST}:${ports[part]}`;
  const link = (resources: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(resources).map(([name, value]) => [`SST_RESOURCE_${name}`, JSON.stringify(value)]),
    );
  const database = (role: keyof Secrets["passwords"]) => ({ url: urlFor(adminUrl, DATABASE, role, secrets.passwords) });
  const queues = Object.fromEntries(
    Object.entries(queueNames).map(([name, queue]) => [name, { url: `${at("store")}/000000000000/${queue}` }]),
  );
  const { MediaQueue: _media, ...classQueues } = queues;
  const shared = {
    ...queues,
    Objects: { name: BUCKET },
    Times: times,
    TenantKey: { value: secrets.tenantKey },
    LeaseKey: { value: secrets.leaseKey },
  };
  const LogKey = { name: signer.name, verifierKey: formatVerifierKey(signer.name, signer.publicKey) };
  const Identity = { issuer: at("identity"), audience: AUDIENCE, jwksUri: `${at("identity")}/jwks` };
  return {
    api: {
      ...aws(at("store")),
      ...link({ ...shared, Database: database("app"), IdentityDatabase: database("identity"), Identity, LogKey }),
    },
    workApi: {
      ...aws(at("store")),
      ...link({ ...shared, DispatchDatabase: database("dispatch"), WorkerKey: { value: secrets.workerKey } }),
    },
    media: { ...aws(at("store")), ...link({ ...shared, Database: database("app") }) },
    background: {
      ...aws(at("store")),
      ...link({
        ...shared,
        DispatchDatabase: database("dispatch"),
        SequencerDatabase: database("sequencer"),
        LogKey: { ...LogKey, file: signerFile },
      }),
    },
    worker: {
      ...aws(at("store")),
      ...link({ ...classQueues, WorkApi: { url: at("workApi") }, WorkerKey: { value: secrets.workerKey } }),
    },
  };
}
