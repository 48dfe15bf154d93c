import { describe, expect, test } from "vitest";
import { createLambdaWebhooks } from "@pegbar/core/platform/adapter";
import { adapters, chosen } from "../setup/webhooks.ts";

// Runs all webhook tests again, as in the cloud.
chosen.make = adapters.through;
await import("../studio/webhook-addresses.test.ts");
await import("../studio/webhooks.test.ts");

describe("a function that cannot be invoked", () => {
  const logged: unknown[] = [];
  const log = (...line: unknown[]) => void logged.push(line);
  const away = createLambdaWebhooks({
    key: Buffer.alloc(32),
    invoke: () => Promise.reject(new Error("TooManyRequests: arn")),
    log,
  });

  test("is a failed attempt, without internal details", async () => {
    const posted = await away.post("https://pipeline.example/", {}, "{}");
    expect(posted).toMatchObject({ status: undefined, error: "the platform could not send it" });
    expect(logged.at(-1)).toEqual(["error", "webhook sender failed", { error: new Error("TooManyRequests: arn") }]);
  });

  test("does not allow an unchecked address", async () => {
    await expect(away.refusal("https://pipeline.example/")).rejects.toMatchObject({ code: "unavailable" });
    expect(logged.at(-1)).toMatchObject(["warn", "webhook sender failed to check an address", {}]);
  });

  test("does not allow an address after an invalid response", async () => {
    const strange = createLambdaWebhooks({ key: Buffer.alloc(32), invoke: async () => "refused", log });
    await expect(strange.refusal("https://pipeline.example/")).rejects.toMatchObject({ code: "unavailable" });
    expect(await strange.post("https://pipeline.example/", {}, "{}")).toMatchObject({ status: undefined });
  });
});
