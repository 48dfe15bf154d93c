import type { Context } from "hono";
import type { Env } from "../http/problem.ts";
import { ComfyError } from "./errors.ts";

/** Largest body that reaches a function, in bytes: 6 MB of base64, with the rest of the event. */
const MAX_LAMBDA_BYTES = 4.4 * 1000 * 1000;

/** @throws payload_too_large where a gateway passes bodies to a function as a whole */
export function assertFits(c: Context<Env>): void {
  const isLambda = typeof c.env === "object" && c.env !== null && "lambdaContext" in c.env;
  if (!isLambda || Number(c.req.header("content-length") ?? 0) <= MAX_LAMBDA_BYTES) return;
  throw new ComfyError(
    "payload_too_large",
    "This address takes files up to 4 MB. Upload the file with: pegbar upload FILE. Then run the script again: it finds the file by its hash.",
  );
}
