import type { Plans } from "../port/index.ts";
import type { Invoke } from "./invoke.ts";

/** The gateway through a function that can reach it: from within the network nobody can. */
export function lambdaPlans(invoke: Invoke): Plans {
  return {
    assign: async (tenantId, tier) => void (await invoke({ tenantId, tier })),
  };
}
