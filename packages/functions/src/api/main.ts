import type { MiddlewareHandler } from "hono";
import { createMemoryCluster } from "@pegbar/core/platform/adapter/memory-cluster.ts";
import type { FleetCluster, LogStore } from "@pegbar/core/platform/port";
import { createApiPorts, openConnection, createIssuerKeys } from "../ports.ts";
import { createLazyPort } from "../lazy-port.ts";
import type { Env } from "../http/problem.ts";
import { logKeys } from "../log-keys.ts";
import { readResource, readResourceIfLinked, type Resources } from "../resource.ts";
import { readAuthority } from "../media/credentials/authority.ts";
import { createApi } from "./app.ts";

interface Options {
  /** Connections a role. */
  max?: number;
  /** For where no gateway limits what a studio may ask. */
  throttle?: (limits: Resources["Throttle"]) => MiddlewareHandler<Env>;
  throttleLinks?: () => MiddlewareHandler<Env>;
}

const createCluster = (): FleetCluster => {
  const linked = readResourceIfLinked("Cluster");
  if (!linked) return createMemoryCluster();
  return createLazyPort<FleetCluster>(async () => {
    const { createEksCluster } = await import("@pegbar/core/platform/adapter/eks-cluster.ts");
    return createEksCluster(linked);
  });
};

/** The port for the logs, if this stage has one. */
function createLogs(): { logs?: LogStore } {
  const linked = readResourceIfLinked("Logs");
  if (!linked) return {};
  const logs = createLazyPort<LogStore>(async () => {
    if ("folder" in linked) {
      const { createFileLogs } = await import("@pegbar/core/platform/adapter/file-logs.ts");
      return createFileLogs(linked.folder);
    }
    const { createCloudWatchLogs } = await import("@pegbar/core/platform/adapter/cloudwatch-logs.ts");
    return createCloudWatchLogs(linked);
  });
  return { logs };
}

/** Composition root of the public API. `end` closes its connections. */
export function main({ max, throttle, throttleLinks }: Options = {}) {
  const limits = readResourceIfLinked("Throttle");
  const credentials = readResourceIfLinked("CredentialKey");
  const [database, identity, operator, open] = [
    openConnection("Database", max),
    openConnection("IdentityDatabase", max),
    openConnection("OperatorDatabase", 2),
    openConnection("PublicDatabase", 2),
  ];
  const ports = createApiPorts(database);
  const app = createApi({
    ports: {
      app: ports,
      identity: { ...ports, database: identity, ...createIssuerKeys() },
      operator: { ...ports, database: operator, cluster: createCluster(), ...createLogs() },
      public: { ...ports, database: open },
    },
    issuer: readResource("Identity"),
    logKeys: logKeys(readResource("LogKey")),
    credentialAuthority: credentials && readAuthority(credentials.chain),
    throttle: limits && throttle?.(limits),
    throttleLinks: throttleLinks?.(),
    eventsWindowMs: readResource("Times").events * 1000,
  });
  const end = () => Promise.all([database, identity, operator, open].map((one) => one.end()));
  return { app, end };
}
