import type { Plans } from "../port/index.ts";
import type { Tier } from "../../schema/tenant.sql.ts";

/** Stores assigned plans in memory and limits nothing. On one machine the API itself limits requests. */
export function createMemoryPlans(assigned = new Map<string, Tier>()): Plans {
  return {
    assign: async (tenantId, tier) => void assigned.set(tenantId, tier),
  };
}
