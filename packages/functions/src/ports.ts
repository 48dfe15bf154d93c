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
import type { Ports, Webhooks } from "@pegbar/core/platform/port";
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
export async function settled(): Promise<void> {
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

/** The adapters of a deployed function, or of a process of the embedded platform. */
export function ports(database: Connection): Ports {
  const times = resource("Times");
  const { name: bucket, versioned } = resource("Objects");
  return {
    database,
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
    // The embedded store is reached by path, not by a host name a bucket.
    storage: s3Storage({
      bucket,
      versioned,
      client: { forcePathStyle: process.env["AWS_ENDPOINT_URL_S3"] !== undefined },
    }),
    signals: postgresSignals(database),
    clock: { now: () => new Date() },
    leases: { leaseSeconds: times.lease, heartbeatSeconds: times.heartbeat, key: key("LeaseKey") },
    ledgerKey: key("LedgerKey"),
    background,
    log,
  };
}

/** The adapter that calls studios' addresses, for the processes that are linked to its key: itself, or through a function. */
export function outward(): Webhooks {
  const sender = resourceIfLinked("WebhookSender");
  return sender
    ? lambdaWebhooks({ key: key("WebhookKey"), invoke: lambdaInvoke(sender.name) })
    : httpWebhooks({ key: key("WebhookKey"), local: resource("WebhookTargets").local });
}

/** Where the keys of whoever signs people in are left for this function, if they are. */
export function issuerKeys(): Pick<Ports, "issuerKeys"> {
  const { keysParameter } = resource("Identity");
  return keysParameter === undefined ? {} : { issuerKeys: ssmParameter(keysParameter) };
}

/** The adapters of what finds out who somebody is: no queue, no store, no key. */
export const identityPorts = (database: Connection): Ports => ({
  database,
  queues: sqsQueues({ tickets: { light: "", heavy: "", xl: "" }, media: "", dead: [] }),
  storage: s3Storage({ bucket: "" }),
  signals: postgresSignals(database),
  clock: { now: () => new Date() },
  leases: { leaseSeconds: 0, heartbeatSeconds: 0, key: new Uint8Array() },
  ledgerKey: new Uint8Array(),
  background,
  log,
});

/** The adapters of the sequencer: the same, and the key of the log's erasable values. */
export const ledgerPorts = (database: Connection): Ports => ({
  ...identityPorts(database),
  ledgerKey: key("LedgerKey"),
});

/** The adapters of the process that calls studios' addresses: no more than those of identity, and the key of the signing secrets. */
export const outwardPorts = (database: Connection): Ports => ({ ...identityPorts(database), webhooks: outward() });

function background(work: Promise<unknown>): void {
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
export const asPlatform = <T>(adapters: Ports, name: string, cb: () => T): T =>
  Context.provide({ actor: { type: "platform", name }, ports: adapters }, cb);
