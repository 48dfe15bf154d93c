import type { OpenAPIHono } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import * as z from "zod";
import * as Webhook from "@pegbar/core/studio/webhook";
import type { Env } from "../../http/problem.ts";
import { createEditable } from "../etag.ts";
import { createPostRoute, createPatchRoute, createApiRoute } from "../route.ts";
import * as Schema from "../schema/index.ts";

const { describeJson, describeBody, describeProblems, params } = Schema;

const asEdited = createEditable(
  async (id) => toResponse(await Webhook.fromID(id)),
  ({ url, description, events, state }) => ({ url, description, events, state }),
);

/** Answers 404 for an unknown webhook before its URL is resolved. */
const requireKnown: MiddlewareHandler<Env> = async (c, next) => {
  await Webhook.fromID(c.req.param("id") ?? "");
  await next();
};

/** Resolves the URL's host before a transaction is open. */
const requireCallable: MiddlewareHandler<Env> = async (c, next) => {
  // The schema rejects a body that is not JSON, or has no URL, afterwards.
  const sent = z.object({ url: z.url() }).safeParse(await c.req.json<unknown>().catch(() => undefined));
  if (sent.success) await Webhook.assertCallable(sent.data.url);
  await next();
};

const DELIVERY = z.object({ id: z.string().max(64), deliveryId: z.string().max(64) });

/** Adds the routes for webhooks and their deliveries. */
export function addWebhookRoutes(app: OpenAPIHono<Env>): void {
  app.openapi(
    createApiRoute("webhook.read", {
      method: "get",
      path: "/v1/webhooks",
      summary: "Webhooks, newest first",
      request: { query: Webhook.list.schema },
      responses: { 200: Schema.describePage(Schema.Webhook), ...describeProblems() },
    }),
    async (c) => {
      const { items, next } = await Webhook.list(c.req.valid("query"));
      return c.json({ items: items.map(toResponse), next }, 200);
    },
  );

  app.openapi(
    createPostRoute(
      "webhook.write",
      {
        method: "post",
        path: "/v1/webhooks",
        summary: "Create a webhook",
        description:
          "`secret` is shown only once; it verifies deliveries (Standard Webhooks). Only https URLs on the public internet are " +
          "called.",
        request: {
          body: describeBody(Webhook.Draft, {
            url: "https://pipeline.example/pegbar",
            description: "Farm dashboard",
            events: ["job.succeeded", "job.failed"],
          }),
        },
        responses: {
          201: describeJson(Schema.NewWebhook, "The webhook with its secret"),
          ...describeProblems(409, 422),
        },
      },
      "kept",
      [requireCallable],
    ),
    async (c) => {
      const { secret, ...row } = await Webhook.create(c.req.valid("json"));
      c.header("location", `/v1/webhooks/${row.id}`);
      return c.json({ ...toResponse(row), secret }, 201);
    },
  );

  app.openapi(
    createApiRoute("webhook.read", {
      method: "get",
      path: "/v1/webhooks/{id}",
      summary: "One webhook, without its secret",
      request: { params },
      responses: { 200: describeJson(Schema.Webhook, "The webhook"), ...describeProblems(404) },
    }),
    async (c) => c.json(asEdited.tag(c, toResponse(await Webhook.fromID(c.req.valid("param").id))), 200),
  );

  app.openapi(
    createPatchRoute(
      "webhook.write",
      {
        method: "patch",
        path: "/v1/webhooks/{id}",
        summary: "Change, disable or re-enable a webhook",
        description: "A disabled webhook gets nothing, not even pending deliveries. Those can be replayed later.",
        request: { params, body: describeBody(Webhook.Change, { state: "active" }) },
        responses: { 200: describeJson(Schema.Webhook, "The webhook"), ...describeProblems(404, 422) },
      },
      asEdited,
      [requireKnown, requireCallable],
    ),
    async (c) => {
      const { id } = c.req.valid("param");
      return c.json(asEdited.tag(c, toResponse(await Webhook.update({ id, change: c.req.valid("json") }))), 200);
    },
  );

  app.openapi(
    createApiRoute("webhook.write", {
      method: "delete",
      path: "/v1/webhooks/{id}",
      summary: "Remove a webhook with its log",
      request: { params },
      responses: { 204: { description: "Removed" }, ...describeProblems(404) },
    }),
    async (c) => {
      await Webhook.remove(c.req.valid("param").id);
      return c.body(null, 204);
    },
  );

  app.openapi(
    createPostRoute("webhook.write", {
      method: "post",
      path: "/v1/webhooks/{id}/secrets",
      summary: "Rotate the signing secret",
      description: "`secret` is shown only once. For `overlapHours` deliveries are also signed with the old secret.",
      request: { params, body: describeBody(Webhook.Rotation, { overlapHours: 24 }) },
      responses: { 201: describeJson(Schema.NewWebhookSecret, "The new secret"), ...describeProblems(404) },
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      const { secret, oldExpiresAt } = await Webhook.rotate({ id, rotation: c.req.valid("json") });
      return c.json({ secret, oldExpiresAt: oldExpiresAt?.toISOString() ?? null }, 201);
    },
  );

  app.openapi(
    createApiRoute("webhook.write", {
      method: "post",
      path: "/v1/webhooks/{id}/test",
      summary: "Send a test event",
      description: "Sends `webhook.test` like any event. See the deliveries for the result.",
      request: { params },
      responses: { 202: describeJson(Schema.Delivery, "On its way"), ...describeProblems(404, 409) },
    }),
    async (c) => c.json(toDelivery(await Webhook.ping(c.req.valid("param").id)), 202),
  );

  app.openapi(
    createApiRoute("webhook.read", {
      method: "get",
      path: "/v1/webhooks/{id}/deliveries",
      summary: "Deliveries, newest first",
      description: "Kept for 30 days.",
      request: { params, query: Webhook.DeliveryQuery },
      responses: { 200: Schema.describePage(Schema.Delivery), ...describeProblems(404) },
    }),
    async (c) => {
      const { id: webhookId } = c.req.valid("param");
      const { items, next } = await Webhook.listDeliveries({ webhookId, query: c.req.valid("query") });
      return c.json({ items: items.map(toDelivery), next }, 200);
    },
  );

  app.openapi(
    createApiRoute("webhook.write", {
      method: "post",
      path: "/v1/webhooks/{id}/deliveries/{deliveryId}/replay",
      summary: "Replay a delivery",
      description: "With the same `webhook-id` and body, and a new series of retries.",
      request: { params: DELIVERY },
      responses: { 202: describeJson(Schema.Delivery, "On its way"), ...describeProblems(404, 409) },
    }),
    async (c) => {
      const { id: webhookId, deliveryId: eventId } = c.req.valid("param");
      return c.json(toDelivery(await Webhook.replay({ webhookId, eventId })), 202);
    },
  );
}

const toResponse = (row: Awaited<ReturnType<typeof Webhook.fromID>>): z.infer<typeof Schema.Webhook> => ({
  id: row.id,
  url: row.url,
  description: row.description,
  events: row.events.filter((event) => event !== "webhook.test"),
  state: row.state,
  reason: row.reason,
  createdBy: row.createdBy,
  lastDeliveredAt: row.lastDeliveredAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
});

const toDelivery = (row: Awaited<ReturnType<typeof Webhook.ping>>): z.infer<typeof Schema.Delivery> => ({
  id: row.eventId,
  type: row.type,
  state: row.state,
  payload: row.payload,
  attempts: row.attempts,
  nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
});
