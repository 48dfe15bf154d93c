import type { MetricSource } from "../metric-source/source.ts";
import { createApiDashboard } from "./api.ts";
import type { Dashboard } from "./dashboard.ts";
import { createFleetDashboard } from "./fleet.ts";
import { createGpuDashboard } from "./gpu.ts";
import { createJobsDashboard } from "./jobs.ts";
import { createLedgerDashboard } from "./ledger.ts";
import { createSpendDashboard } from "./spend.ts";

/** All dashboards, for metrics of this source. */
export const createDashboards = (source: MetricSource): Dashboard[] =>
  [
    createFleetDashboard,
    createJobsDashboard,
    createSpendDashboard,
    createGpuDashboard,
    createApiDashboard,
    createLedgerDashboard,
  ].map((create) => create(source));
