import type { Invoke } from "@pegbar/core/platform/adapter/invoke.ts";
import { createLambdaWebhooks } from "@pegbar/core/platform/adapter/lambda-webhooks.ts";
import { createPostgresSignals } from "@pegbar/core/platform/adapter/signals.ts";
import { createHttpWebhooks } from "@pegbar/core/platform/adapter/webhooks.ts";
import * as Context from "@pegbar/core/platform/context.ts";
import { connect, type Connection } from "@pegbar/core/platform/database";
import type { Parameter, Ports, ProcessPorts, Queues, Storage, Webhooks } from "@pegbar/core/platform/port";
import { processMetrics } from "@pegbar/telemetry/metric/metrics.ts";
import { createLog } from "@pegbar/core/platform/log.ts";
import type { Log, LogComponent } from "@pegbar/telemetry/log/line.ts";
import { createLazyPort } from "./lazy-port.ts";
import { readKey, readResource, readResourceIfLinked } from "./resource.ts";

type Role =
  | "Database"
  | "IdentityDatabase"
  | "DispatchDatabase"
  | "OperatorDatabase"
  | "SequencerDatabase"
  | "WebhookDatabase"
  | "PublicDatabase";

/** Roles that never act for a tenant and get no tenant key. */
const TENANTLESS: readonly Role[] = ["IdentityDatabase", "OperatorDatabase", "WebhookDatabase", "PublicDatabase"];

/** Background work that the response does not wait for. */
const pending = new Set<Promise<unknown>>();

/** Waits for the work that was passed to {@link Ports.background}; a Lambda calls this before it freezes. */
export async function waitForBackground(): Promise<void> {
  await Promise.allSettled(pending);
}

/** Opens a connection pool for one role. */
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

/** Creates the ports of every process. */
function createBasePorts(database: Connection, component: LogComponent) {
  const log = createLog(component);
  return {
    database,
    signals: createPostgresSignals(database, log),
    clock: { now: () => new Date() },
    background: (work: Promise<unknown>) => runInBackground(work, log),
    log,
    metrics: processMetrics,
  };
}

function createStorage() {
  const { name: bucket, versioned } = readResource("Objects");
  // The embedded store is reached by path, not by one host name per bucket.
  const client = { forcePathStyle: process.env["AWS_ENDPOINT_URL_S3"] !== undefined };
  return createLazyPort<Storage>(async () => {
    const { createS3Storage } = await import("@pegbar/core/platform/adapter/s3.ts");
    return createS3Storage({ bucket, versioned, client });
  });
}

function createLeases() {
  const { lease, heartbeat } = readResource("Times");
  return { leaseSeconds: lease, heartbeatSeconds: heartbeat, key: readKey("LeaseKey") };
}

/** Creates the ports of the events function: storage signs URLs of previews, the lease key authenticates event positions. */
export const createEventPorts = (database: Connection) =>
  ({ ...createBasePorts(database, "events"), storage: createStorage(), leases: createLeases() }) satisfies ProcessPorts;

function createQueues(): Queues {
  const urls = {
    tickets: {
      light: readResource("LightQueue").url,
      heavy: readResource("HeavyQueue").url,
      xl: readResource("XlQueue").url,
    },
    media: readResource("MediaQueue").url,
    models: readResourceIfLinked("ModelQueue")?.url,
    renditions: readResource("RenditionQueue").url,
    dead: readResource("DeadQueues").urls,
  };
  return createLazyPort<Queues>(async () => {
    const { createSqsQueues } = await import("@pegbar/core/platform/adapter/sqs.ts");
    return createSqsQueues(urls);
  });
}

/** Creates the ports of functions for jobs, assets or inputs, deployed or in the embedded platform. */
export function createPorts(database: Connection, component: LogComponent) {
  return {
    ...createBasePorts(database, component),
    queues: createQueues(),
    storage: createStorage(),
    leases: createLeases(),
    ledgerKey: readKey("LedgerKey"),
  } satisfies ProcessPorts;
}

/** Creates the ports of the API. */
export function createApiPorts(database: Connection) {
  const ports = createPorts(database, "api");
  return {
    ...ports,
    idempotencyKey: readKey("IdempotencyKey"),
    webhooks: createWebhooks(ports.log),
  } satisfies ProcessPorts;
}

/** Creates the ports for authentication: no queue, no storage, no key. */
export const createIdentityPorts = (database: Connection, component: LogComponent): ProcessPorts =>
  createBasePorts(database, component);

/** Creates the ports of the sequencer: no queue and no storage. */
export const createLedgerPorts = (database: Connection): ProcessPorts => ({
  ...createBasePorts(database, "sequencer"),
  ledgerKey: readKey("LedgerKey"),
});

/** Creates the ports of the webhook sender: no queue, no storage, and only the key of the signing secrets. */
export function createWebhookPorts(database: Connection): ProcessPorts {
  const ports = createBasePorts(database, "webhooks");
  return { ...ports, webhooks: createWebhooks(ports.log) };
}

/** Creates the webhook adapter for processes with the webhook key: calls URLs directly, or through a function. */
function createWebhooks(log: Log): Webhooks {
  const sender = readResourceIfLinked("WebhookSender");
  return sender
    ? createLambdaWebhooks({ key: readKey("WebhookKey"), invoke: createInvoke(sender.name), log })
    : createHttpWebhooks({ key: readKey("WebhookKey"), local: readResource("WebhookTargets").local });
}

function createInvoke(name: string): Invoke {
  let invoke: Promise<Invoke> | undefined;
  const load = async () => {
    const { createLambdaInvoke } = await import("@pegbar/core/platform/adapter/invoke.ts");
    return createLambdaInvoke(name);
  };
  return async (payload) => (await (invoke ??= load()))(payload);
}

/** Creates the port for the issuer's copied keys, if this function has one. */
export function createIssuerKeys(): Pick<Ports, "issuerKeys"> {
  const { keysParameter } = readResource("Identity");
  if (keysParameter === undefined) return {};
  const issuerKeys = createLazyPort<Parameter>(async () => {
    const { createSsmParameter } = await import("@pegbar/core/platform/adapter/ssm-parameter.ts");
    return createSsmParameter(keysParameter);
  });
  return { issuerKeys };
}

function runInBackground(work: Promise<unknown>, log: Log): void {
  const tracked = work
    .catch((error: unknown) => log("warn", "background work failed", { error }))
    .finally(() => pending.delete(tracked));
  pending.add(tracked);
}

/** Runs `cb` as a component of the platform that works for all tenants. */
export const runAsPlatform = <T>(adapters: ProcessPorts, name: string, cb: () => T): T =>
  Context.provide({ actor: { type: "platform", name }, ports: adapters }, cb);
