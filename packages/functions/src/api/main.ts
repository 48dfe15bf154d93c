import { connection, ports } from "../ports.ts";
import { resource } from "../resource.ts";
import { api } from "./app.ts";

/** Composition root of the public API. */
export function main(max?: number) {
  const adapters = ports(connection("Database", max));
  return api({
    ports: adapters,
    identityPorts: { ...adapters, database: connection("IdentityDatabase", max) },
    issuer: resource("Identity"),
    logKey: resource("LogKey").verifierKey,
    eventsWindowMs: resource("Times").events * 1000,
  });
}
