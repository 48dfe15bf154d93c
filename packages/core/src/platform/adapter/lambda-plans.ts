import type { Plans } from "../port/index.ts";
import type { Invoke } from "./invoke.ts";

/**
 * Assigns usage plans through a Lambda function, because functions in the private network cannot reach the gateway's
 * API.
 */
export function createLambdaPlans(invoke: Invoke): Plans {
  return {
    assign: async (tenantId, tier) => void (await invoke({ tenantId, tier })),
  };
}
