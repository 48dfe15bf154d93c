import { handle } from "hono/aws-lambda";
import { flushTelemetry } from "../lambda-telemetry.ts";
import { waitForBackground } from "../ports.ts";
import { main } from "./main.ts";

const { app } = main({ max: 1 });
const answer = handle(app);

/** API Gateway → the public API. Background work is done before the container may freeze. */
export const handler: typeof answer = async (event, context) => {
  const result = await answer(event, context);
  await waitForBackground();
  await flushTelemetry();
  return result;
};
