import type { ImageSnapshot } from "@pegbar/comfyui";
import { createPostgresSignals } from "@pegbar/core/platform/adapter";
import * as Fleet from "@pegbar/core/job/fleet";
import * as Context from "@pegbar/core/platform/context.ts";
import { connect, type Connection } from "@pegbar/core/platform/database";
import type { RoleName } from "@pegbar/core/platform/database/migrate.ts";
import type { ProcessPorts } from "@pegbar/core/platform/port";
import { noMetrics } from "@pegbar/telemetry/metric/metrics.ts";
import { seed } from "./index.ts";

interface Options {
  /** Returns the connection URL of a role. */
  getUrl(role: RoleName): string;
  tenantKey: Uint8Array;
  ledgerKey: Uint8Array;
  /** Issuer of the seeded people's tokens. */
  issuer: string;
  image: ImageSnapshot;
}

/** Seeds a migrated database on its own connections, then closes them. */
export async function seedDatabase({ getUrl: urlOf, tenantKey, ledgerKey, issuer, image }: Options): Promise<void> {
  const open = (role: RoleName) => connect({ url: urlOf(role), tenantKey, max: 1 });
  const connections = { app: open("app"), identity: open("identity"), dispatch: open("dispatch") };
  const buildPorts = (database: Connection): ProcessPorts => ({
    database,
    signals: createPostgresSignals(database, () => undefined),
    clock: { now: () => new Date() },
    ledgerKey,
    background: () => undefined,
    log: () => undefined,
    metrics: noMetrics,
  });
  try {
    await seed(
      {
        app: buildPorts(connections.app),
        identity: buildPorts(connections.identity),
        dispatch: buildPorts(connections.dispatch),
      },
      { issuer, image },
    );
    // On one machine, workers are started by hand.
    await Context.provide({ actor: { type: "platform", name: "seed" }, ports: buildPorts(connections.dispatch) }, () =>
      Fleet.setStartsWorkers(false),
    );
  } finally {
    await Promise.all(Object.values(connections).map((connection) => connection.end()));
  }
}
