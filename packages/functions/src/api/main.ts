import { connection, ports } from "../ports.ts";
import { resource, resourceIfLinked } from "../resource.ts";
import { api } from "./app.ts";

/** Composition root of the public API. */
export function main(max?: number) {
  const app = ports(connection("Database", max));
  return api({
    ports: {
      app,
      identity: { ...app, database: connection("IdentityDatabase", max) },
      operator: { ...app, database: connection("OperatorDatabase", 2) },
    },
    issuer: resource("Identity"),
    logKey: resource("LogKey").verifierKey,
    throttle: resourceIfLinked("Throttle"),
    eventsWindowMs: resource("Times").events * 1000,
  });
}
