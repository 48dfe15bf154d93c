import type { Plans } from "../port/index.ts";
import type { Tier } from "../../schema/tenant.sql.ts";

/** A gateway that remembers and limits nothing: on one machine the API itself throttles. */
export function memoryPlans(assigned = new Map<string, Tier>()): Plans {
  return {
    assign: async (tenantId, tier) => void assigned.set(tenantId, tier),
  };
}
