import * as z from "zod";
import { createApiGatewayPlans } from "@pegbar/core/platform/adapter";
import * as Id from "@pegbar/core/platform/id.ts";
import { Tier } from "@pegbar/core/studio/tenant";
import { readResource } from "../resource.ts";

const Request = z.object({ tenantId: Id.createSchema("tenant"), tier: Tier });
const plans = createApiGatewayPlans({ usagePlans: readResource("UsagePlans") });

/** Assigns a studio to a usage plan of the gateway. Runs outside of the network, without a database; the relay calls it. */
export async function handler(event: unknown): Promise<void> {
  const { tenantId, tier } = Request.parse(event);
  await plans.assign(tenantId, tier);
}
