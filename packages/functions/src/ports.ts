import {
  httpWebhooks,
  lambdaInvoke,
  lambdaWebhooks,
  postgresSignals,
  s3Storage,
  sqsQueues,
  ssmParameter,
} from "@pegbar/core/platform/adapter";
import * as Context from "@pegbar/core/platform/context.ts";
import { connect, type Connection } from "@pegbar/core/platform/database";
import type { Ports, ProcessPorts, Webhooks } from "@pegbar/core/platform/port";
import { readKey, readResource, readResourceIfLinked } from "./resource.ts";

type Role =
  | "Database"
  | "IdentityDatabase"
  | "DispatchDatabase"
  | "OperatorDatabase"
  | "SequencerDatabase"
  | "WebhookDatabase"
  | "PublicDatabase";

/** Roles that enter no tenant, and get no key for it. */
const TENANTLESS: readonly Role[] = ["IdentityDatabase", "OperatorDatabase", "WebhookDatabase", "PublicDatabase"];

/** Work begun for an answer that need not wait for it. */
const pending = new Set<Promise<unknown>>();

/** Waits for what {@link Ports.background} was given; a Lambda calls this before it freezes. */
export async function waitForBackground(): Promise<void> {
  await Promise.allSettled(pending);
}

/** A pool for one role. */
export function openConnection(role: Role, max?: number): Connection {
  const { url, listenUrl } = readResource(role);
  return connect({
    url,
    listenUrl,
    name: `pegbar ${role}`,
    ...(TENANTLESS.includes(role) ? {} : { tenantKey: readKey("TenantKey") }),
    ...(max === undefined ? {} : { max }),
  });
}

/** What every process has. */
const createBasePorts = (database: Connection) => ({
  database,
  signals: postgresSignals(database, log),
  clock: { now: () => new Date() },
  background: runInBackground,
  log,
});

/** The adapters of a function that works on jobs, assets or inputs, deployed or as a process of the embedded platform. */
export function createPorts(database: Connection) {
  const times = readResource("Times");
  const { name: bucket, versioned } = readResource("Objects");
  return {
    ...createBasePorts(database),
    queues: sqsQueues({
      tickets: {
        light: readResource("LightQueue").url,
        heavy: readResource("HeavyQueue").url,
        xl: readResource("XlQueue").url,
      },
      media: readResource("MediaQueue").url,
      models: readResourceIfLinked("ModelQueue")?.url,
      dead: readResource("DeadQueues").urls,
    }),
    // The embedded store is reached by path, not by one host name per bucket.
    storage: s3Storage({
      bucket,
      versioned,
      client: { forcePathStyle: process.env["AWS_ENDPOINT_URL_S3"] !== undefined },
    }),
    leases: { leaseSeconds: times.lease, heartbeatSeconds: times.heartbeat, key: readKey("LeaseKey") },
    ledgerKey: readKey("LedgerKey"),
  } satisfies ProcessPorts;
}

/** The adapters of the API. */
export const createApiPorts = (database: Connection) =>
  ({
    ...createPorts(database),
    idempotencyKey: readKey("IdempotencyKey"),
    webhooks: createWebhooks(),
  }) satisfies ProcessPorts;

/** The adapters of what authenticates: no queue, no storage, no key. */
export const createIdentityPorts = (database: Connection): ProcessPorts => createBasePorts(database);

/** The adapters of the sequencer: no queue and no storage. */
export const createLedgerPorts = (database: Connection): ProcessPorts => ({
  ...createBasePorts(database),
  ledgerKey: readKey("LedgerKey"),
});

/** The adapters of the process that calls webhooks: no queue, no storage, and only the key of the signing secrets. */
export const createWebhookPorts = (database: Connection): ProcessPorts => ({
  ...createBasePorts(database),
  webhooks: createWebhooks(),
});

/** The adapter that calls studios' addresses, for the processes that are linked to its key: itself, or through a function. */
function createWebhooks(): Webhooks {
  const sender = readResourceIfLinked("WebhookSender");
  return sender
    ? lambdaWebhooks({ key: readKey("WebhookKey"), invoke: lambdaInvoke(sender.name), log })
    : httpWebhooks({ key: readKey("WebhookKey"), local: readResource("WebhookTargets").local });
}

/** Where the keys of whoever signs people in are left for this function, if they are. */
export function createIssuerKeys(): Pick<Ports, "issuerKeys"> {
  const { keysParameter } = readResource("Identity");
  return keysParameter === undefined ? {} : { issuerKeys: ssmParameter(keysParameter) };
}

function runInBackground(work: Promise<unknown>): void {
  const tracked = work
    .catch((error: unknown) => log("warn", "background work failed", { error: String(error) }))
    .finally(() => pending.delete(tracked));
  pending.add(tracked);
}

/** One JSON line. Fields must hold no secret and no content of a tenant. */
export const log: Ports["log"] = (level, message, fields = {}) => {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })}\n`);
};

/** Runs `cb` as a part of the platform that works for all tenants. */
export const asPlatform = <T>(adapters: ProcessPorts, name: string, cb: () => T): T =>
  Context.provide({ actor: { type: "platform", name }, ports: adapters }, cb);
