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
import { logJson as log } from "@pegbar/core/platform/log.ts";
import { key, resource, resourceIfLinked } from "./resource.ts";

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
export async function backgroundDone(): Promise<void> {
  await Promise.allSettled(pending);
}

/** A pool for one role. */
export function connection(role: Role, max?: number): Connection {
  const { url, listenUrl } = resource(role);
  return connect({
    url,
    listenUrl,
    name: `pegbar ${role}`,
    ...(TENANTLESS.includes(role) ? {} : { tenantKey: key("TenantKey") }),
    ...(max === undefined ? {} : { max }),
  });
}

/** What every process has. */
const basePorts = (database: Connection) => ({
  database,
  signals: postgresSignals(database, log),
  clock: { now: () => new Date() },
  background,
  log,
});

/** The adapters of a function that works on jobs, assets or inputs, deployed or as a process of the embedded platform. */
export function ports(database: Connection) {
  const times = resource("Times");
  const { name: bucket, versioned } = resource("Objects");
  return {
    ...basePorts(database),
    queues: sqsQueues({
      tickets: {
        light: resource("LightQueue").url,
        heavy: resource("HeavyQueue").url,
        xl: resource("XlQueue").url,
      },
      media: resource("MediaQueue").url,
      models: resourceIfLinked("ModelQueue")?.url,
      dead: resource("DeadQueues").urls,
    }),
    // The embedded store is reached by path, not by one host name per bucket.
    storage: s3Storage({
      bucket,
      versioned,
      client: { forcePathStyle: process.env["AWS_ENDPOINT_URL_S3"] !== undefined },
    }),
    leases: { leaseSeconds: times.lease, heartbeatSeconds: times.heartbeat, key: key("LeaseKey") },
    ledgerKey: key("LedgerKey"),
  } satisfies ProcessPorts;
}

/** The adapters of the API. */
export const apiPorts = (database: Connection) =>
  ({ ...ports(database), idempotencyKey: key("IdempotencyKey"), webhooks: webhooks() }) satisfies ProcessPorts;

/** The adapters of what authenticates: no queue, no storage, no key. */
export const identityPorts = (database: Connection): ProcessPorts => basePorts(database);

/** The adapters of the sequencer: no queue and no storage. */
export const ledgerPorts = (database: Connection): ProcessPorts => ({
  ...basePorts(database),
  ledgerKey: key("LedgerKey"),
});

/** The adapters of the process that calls webhooks: no queue, no storage, and only the key of the signing secrets. */
export const webhookPorts = (database: Connection): ProcessPorts => ({ ...basePorts(database), webhooks: webhooks() });

/** The adapter that calls studios' addresses, for the processes that are linked to its key: itself, or through a function. */
function webhooks(): Webhooks {
  const sender = resourceIfLinked("WebhookSender");
  return sender
    ? lambdaWebhooks({ key: key("WebhookKey"), invoke: lambdaInvoke(sender.name), log })
    : httpWebhooks({ key: key("WebhookKey"), local: resource("WebhookTargets").local });
}

/** Where the keys of whoever signs people in are left for this function, if they are. */
export function issuerKeys(): Pick<Ports, "issuerKeys"> {
  const { keysParameter } = resource("Identity");
  return keysParameter === undefined ? {} : { issuerKeys: ssmParameter(keysParameter) };
}

function background(work: Promise<unknown>): void {
  const tracked = work
    .catch((error: unknown) => log("warn", "background work failed", { error: String(error) }))
    .finally(() => pending.delete(tracked));
  pending.add(tracked);
}

export { log };

/** Runs `cb` as a part of the platform that works for all tenants. */
export const asPlatform = <T>(adapters: ProcessPorts, name: string, cb: () => T): T =>
  Context.provide({ actor: { type: "platform", name }, ports: adapters }, cb);
