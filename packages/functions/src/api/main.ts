import type { MiddlewareHandler } from "hono";
import { eksCluster, memoryCluster } from "@pegbar/core/platform/adapter";
import type { FleetCluster } from "@pegbar/core/platform/port";
import { apiPorts, connection, issuerKeys } from "../ports.ts";
import type { Env } from "../http/problem.ts";
import { logKeys } from "../log-keys.ts";
import { resource, resourceIfLinked, type Resources } from "../resource.ts";
import { authorityIn } from "../media/credentials/authority.ts";
import { api } from "./app.ts";

interface Options {
  /** Connections a role. */
  max?: number;
  /** For where no gateway limits what a studio may ask. */
  throttle?: (limits: Resources["Throttle"]) => MiddlewareHandler<Env>;
}

const cluster = (): FleetCluster => {
  const linked = resourceIfLinked("Cluster");
  return linked ? eksCluster(linked) : memoryCluster();
};

/** Composition root of the public API. `end` closes its connections. */
export function main({ max, throttle }: Options = {}) {
  const limits = resourceIfLinked("Throttle");
  const credentials = resourceIfLinked("CredentialKey");
  const [database, identity, operator, open] = [
    connection("Database", max),
    connection("IdentityDatabase", max),
    connection("OperatorDatabase", 2),
    connection("PublicDatabase", 2),
  ];
  const ports = apiPorts(database);
  const app = api({
    ports: {
      app: ports,
      identity: { ...ports, database: identity, ...issuerKeys() },
      operator: { ...ports, database: operator, cluster: cluster() },
      public: { ...ports, database: open },
    },
    issuer: resource("Identity"),
    logKeys: logKeys(resource("LogKey")),
    credentialAuthority: credentials && authorityIn(credentials.chain),
    throttle: limits && throttle?.(limits),
    eventsWindowMs: resource("Times").events * 1000,
  });
  const end = () => Promise.all([database, identity, operator, open].map((one) => one.end()));
  return { app, end };
}
