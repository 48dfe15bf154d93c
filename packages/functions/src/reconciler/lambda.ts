import { lambdaInvoke, lambdaPlans } from "@pegbar/core/platform/adapter";
import { reconcile, type Repairs } from "@pegbar/core/attempt/reconciler";
import { asPlatform, connection, ports, backgroundDone } from "../ports.ts";
import { resourceIfLinked } from "../resource.ts";

const keeper = resourceIfLinked("PlanKeeper");
const adapters = {
  ...ports(connection("DispatchDatabase", 1)),
  ...(keeper ? { plans: lambdaPlans(lambdaInvoke(keeper.name)) } : {}),
};

/** Every minute: puts right what crashes left behind, and answers how much that was. */
export async function handler(): Promise<Repairs> {
  const done = await asPlatform(adapters, "reconciler", () =>
    reconcile({ effectSeconds: 5, messageSeconds: 60, intentSeconds: 10, thorough: true }),
  );
  await backgroundDone();
  return done;
}
