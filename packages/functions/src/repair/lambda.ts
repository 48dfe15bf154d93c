import { lambdaInvoke, lambdaPlans } from "@pegbar/core/adapter";
import { repair, type Repairs } from "@pegbar/core/dispatch/repair.ts";
import { asPlatform, connection, ports, settled } from "../ports.ts";
import { resourceIfLinked } from "../resource.ts";

const keeper = resourceIfLinked("PlanKeeper");
const adapters = {
  ...ports(connection("DispatchDatabase", 1)),
  ...(keeper ? { plans: lambdaPlans(lambdaInvoke(keeper.name)) } : {}),
};

/** Every minute: puts right what crashes left behind, and answers how much that was. */
export async function handler(): Promise<Repairs> {
  const done = await asPlatform(adapters, "repair", () =>
    repair({ effectSeconds: 5, messageSeconds: 60, intentSeconds: 10, thorough: true }),
  );
  await settled();
  return done;
}
