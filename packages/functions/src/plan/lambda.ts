import * as z from "zod";
import { apiGatewayPlans } from "@pegbar/core/platform/adapter";
import * as Id from "@pegbar/core/platform/id.ts";
import { Tier } from "@pegbar/core/studio/tenant";
import { readResource } from "../resource.ts";

const Request = z.object({ tenantId: Id.schema("tenant"), tier: Tier });
const plans = apiGatewayPlans({ usagePlans: readResource("UsagePlans") });

/** Puts a studio under a plan of the gateway. Outside of the network, with no database: the relay asks it. */
export async function handler(event: unknown): Promise<void> {
  const { tenantId, tier } = Request.parse(event);
  await plans.assign(tenantId, tier);
}
