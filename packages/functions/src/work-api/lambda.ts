import { handle } from "hono/aws-lambda";
import { flushTelemetry } from "../lambda-telemetry.ts";
import { waitForBackground } from "../ports.ts";
import { main } from "./main.ts";

const answer = handle(main(1).app);

/** Serves the Work API behind a private API Gateway. Completes background work before the container can freeze. */
export const handler: typeof answer = async (event, context) => {
  const result = await answer(event, context);
  await waitForBackground();
  await flushTelemetry();
  return result;
};
