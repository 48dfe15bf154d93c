import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { createProgram } from "../program.ts";

interface Schema {
  properties: Record<string, { enum?: string[]; items?: { enum: string[] } }>;
}

it("every event and delivery of the API can be chosen", () => {
  const file = new URL("../../../sdk/openapi.json", import.meta.url);
  const { components } = JSON.parse(readFileSync(file, "utf8")) as {
    components: { schemas: Record<"Webhook" | "WebhookDelivery", Schema> };
  };
  const { Webhook, WebhookDelivery } = components.schemas;
  const webhooks = createProgram().commands.find((one) => one.name() === "webhooks");
  const choicesOf = (command: string, option: string) =>
    webhooks?.commands.find((one) => one.name() === command)?.options.find((one) => one.long === option)?.argChoices;
  const events = Webhook.properties["events"]?.items?.enum;
  expect(events).toContain("version.approved");
  expect(choicesOf("create", "--event")).toEqual(events);
  expect(choicesOf("update", "--event")).toEqual(events);
  expect(choicesOf("deliveries", "--type")).toEqual(WebhookDelivery.properties["type"]?.enum);
  expect(choicesOf("deliveries", "--state")).toEqual(WebhookDelivery.properties["state"]?.enum);
});
