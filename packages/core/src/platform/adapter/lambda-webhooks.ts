import * as z from "zod";
import { VisibleError } from "../error/index.ts";
import type { Log, Webhooks } from "../port/index.ts";
import type { Invoke } from "./invoke.ts";

/**
 * Input of the function that calls studios' addresses. The request is already signed, because that function has no key.
 */
const OutwardCall = z.discriminatedUnion("ask", [
  z.strictObject({ ask: z.literal("refusal"), url: z.string() }),
  z.strictObject({
    ask: z.literal("post"),
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    body: z.string(),
  }),
]);

/** `refusal` is optional, because JSON has no undefined. */
const Refusal = z.object({ refusal: z.string().optional() });
const Outcome = z.object({
  status: z.int().optional(),
  error: z.string().optional(),
  retryAfter: z.string().optional(),
  durationMs: z.number(),
});

/** Creates the handler of that function, with an adapter that can reach the internet. */
export const createHandler =
  ({ refusal, post }: Pick<Webhooks, "refusal" | "post">) =>
  async (event: unknown): Promise<z.infer<typeof Refusal> | z.infer<typeof Outcome>> => {
    const call = OutwardCall.parse(event);
    if (call.ask === "post") return post(call.url, call.headers, call.body);
    return { refusal: await refusal(call.url) };
  };

/**
 * Calls studios' addresses through a function outside of the private network, which has no database and no key.
 * Processes with a database cannot reach the internet.
 */
export function createLambdaWebhooks({ key, invoke, log }: { key: Uint8Array; invoke: Invoke; log: Log }): Webhooks {
  const ask = (call: z.infer<typeof OutwardCall>) => invoke(call);
  return {
    key,
    async refusal(url) {
      try {
        return Refusal.parse(await ask({ ask: "refusal", url })).refusal;
      } catch (error) {
        log("warn", "webhook sender failed to check an address", { error });
        throw new VisibleError("unavailable", "The address cannot be checked right now. Try again.", {
          retryAfterSeconds: 5,
        });
      }
    },
    async post(url, headers, body) {
      const began = performance.now();
      try {
        const { status, error, retryAfter, durationMs } = Outcome.parse(await ask({ ask: "post", url, headers, body }));
        return { status, error, retryAfter, durationMs };
      } catch (error) {
        log("error", "webhook sender failed", { error });
        const durationMs = Math.round(performance.now() - began);
        return { status: undefined, error: "the platform could not send it", retryAfter: undefined, durationMs };
      }
    },
  };
}
