import { createLambdaInvoke, createLambdaPlans } from "@pegbar/core/platform/adapter";
import { collect, reconcile, type Repairs } from "@pegbar/core/attempt/reconciler";
import { startRenditions } from "@pegbar/core/result/rendition/start.ts";
import { flushTelemetry } from "../lambda-telemetry.ts";
import { runAsPlatform, openConnection, createPorts, waitForBackground } from "../ports.ts";
import { readResourceIfLinked } from "../resource.ts";
import { checkHashes } from "./hashing.ts";

const keeper = readResourceIfLinked("PlanKeeper");
const adapters = {
  ...createPorts(openConnection("DispatchDatabase", 1), "reconciler"),
  ...(keeper ? { plans: createLambdaPlans(createLambdaInvoke(keeper.name)) } : {}),
};

/** Runs every minute: corrects what crashes left behind. @returns the number of corrections by kind */
export async function handler(): Promise<Repairs> {
  const done = await runAsPlatform(adapters, "reconciler", () =>
    reconcile({ effectSeconds: 5, messageSeconds: 60, intentSeconds: 10, thorough: true }),
  );
  await runAsPlatform(adapters, "reconciler", startRenditions);
  await runAsPlatform(adapters, "reconciler", checkHashes);
  await runAsPlatform(adapters, "reconciler", collect);
  await waitForBackground();
  await flushTelemetry();
  return done;
}
