import { handle } from "hono/aws-lambda";
import { waitForBackground } from "../ports.ts";
import { main } from "./main.ts";

const answer = handle(main(1));

/** Private API Gateway → the Work API. Background work is done before the container may freeze. */
export const handler: typeof answer = async (event, context) => {
  const result = await answer(event, context);
  await waitForBackground();
  return result;
};
