import type { OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import { WorkloadClass } from "@pegbar/core/contract";
import * as Fleet from "@pegbar/core/job/fleet";
import * as Image from "@pegbar/core/catalog/image";
import * as Model from "@pegbar/core/catalog/model";
import type { Env } from "../../http/problem.ts";
import { createPostRoute, createApiRoute } from "../route.ts";
import * as Schema from "../schema/index.ts";

const { describeJson, describeBody, describeProblems, params } = Schema;

/** Adds the operator's routes for the fleet: classes, prices, load, corrections, shared models. */
export function addFleetRoutes(app: OpenAPIHono<Env>): void {
  app.openapi(
    createApiRoute("fleet.read", {
      method: "get",
      path: "/v1/fleet",
      summary: "Classes with prices and load, workers, and counts of the reconciler's corrections",
      responses: { 200: describeJson(Schema.Fleet, "The fleet"), ...describeProblems() },
    }),
    async (c) => {
      const [classes, workers, repairs] = await Promise.all([
        Fleet.list(),
        Fleet.listWorkers(),
        Fleet.listCorrections(),
      ]);
      return c.json(
        {
          classes: classes.map(toResponse),
          workers: workers.map(toWorker),
          repairs: repairs.map(({ kind, total, lastAt }) => ({ kind, total, lastAt: lastAt.toISOString() })),
        },
        200,
      );
    },
  );

  app.openapi(
    createApiRoute("fleet.read", {
      method: "get",
      path: "/v1/fleet/cluster",
      summary: "The workers' cluster: versions, node groups, add-ons, and their problems",
      responses: { 200: describeJson(Schema.Cluster, "The cluster"), ...describeProblems(404, 503) },
    }),
    async (c) => c.json(await Fleet.readCluster(), 200),
  );

  app.openapi(
    createApiRoute("fleet.read", {
      method: "get",
      path: "/v1/fleet/image",
      summary: "The golden image that graphs are validated against: ComfyUI, custom nodes, and reviews of node classes",
      responses: { 200: describeJson(Schema.Image, "The image"), ...describeProblems(503) },
    }),
    async (c) => {
      const { registeredAt, ...image } = await Image.describe();
      return c.json({ ...image, registeredAt: registeredAt.toISOString() }, 200);
    },
  );

  app.openapi(
    createApiRoute("fleet.write", {
      method: "patch",
      path: "/v1/fleet/classes/{class}",
      summary: "Set a class's price or limit",
      description: "Jobs that are already submitted keep their price.",
      request: {
        params: z.object({ class: WorkloadClass }),
        body: describeBody(Fleet.Change, { dollarsPerHour: 2.3, runningLimit: 20 }),
      },
      responses: { 200: describeJson(Schema.FleetClass, "The class"), ...describeProblems(404) },
    }),
    async (c) =>
      c.json(toResponse(await Fleet.update({ class: c.req.valid("param").class, change: c.req.valid("json") })), 200),
  );

  app.openapi(
    createPostRoute("fleet.models", {
      method: "post",
      path: "/v1/fleet/models",
      summary: "Register a model file of the image for all studios",
      description: "Each studio's admin clears it for shows.",
      request: {
        body: describeBody(Model.Shared, {
          fileName: "sd15.safetensors",
          kind: "checkpoint",
          name: "SD 1.5",
          sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
          family: "sd15",
          licence: "CreativeML Open RAIL-M",
        }),
      },
      responses: { 201: describeJson(Schema.SharedModel, "The model"), ...describeProblems() },
    }),
    async (c) => c.json(toSharedModel(await Model.share(c.req.valid("json"))), 201),
  );

  for (const [path, status, summary] of [
    ["/v1/fleet/models/{id}/revoke", "revoked", "Revoke a shared model for all studios"],
    ["/v1/fleet/models/{id}/restore", "active", "Restore a revoked shared model"],
  ] as const)
    app.openapi(
      createApiRoute("fleet.models", {
        method: "post",
        path,
        summary,
        request: { params },
        responses: { 200: describeJson(Schema.SharedModel, "The model"), ...describeProblems(404) },
      }),
      async (c) => c.json(toSharedModel(await Model.setSharedStatus(c.req.valid("param").id, status)), 200),
    );
}

const toResponse = (row: Awaited<ReturnType<typeof Fleet.list>>[number]): z.infer<typeof Schema.FleetClass> => ({
  class: WorkloadClass.parse(row.class),
  instance: row.instance,
  dollarsPerHour: row.microsPerHour / 1e6,
  runningLimit: row.runningLimit,
  maxPixels: row.maxPixels,
  startsWorkers: row.startsWorkers,
  workers: row.workers,
  running: row.running,
  waiting: row.waiting,
  waitingTenants: row.waitingTenants,
  held: row.held,
});

const toWorker = (row: Awaited<ReturnType<typeof Fleet.listWorkers>>[number]): z.infer<typeof Schema.Worker> => ({
  ...row,
  class: WorkloadClass.parse(row.class),
  registeredAt: row.registeredAt.toISOString(),
  seenAt: row.seenAt.toISOString(),
});

const toSharedModel = ({
  id,
  fileName,
  kind,
  name,
  sha256,
  family,
  licence,
  vramMib,
  status,
}: Awaited<ReturnType<typeof Model.registerShared>>) => ({
  id,
  fileName,
  kind,
  name,
  sha256,
  family,
  licence,
  vramMib,
  status,
});
