import * as z from "zod";
import { ClassKind } from "@pegbar/comfyui";
import { Software, WorkerState, WorkloadClass } from "@pegbar/core/contract";
import { Tier } from "@pegbar/core/studio/tenant";
import { Time } from "./parts.ts";
import { LimitValues } from "./quota.ts";
import { Tenant } from "./studio.ts";

export const TenantSummary = z
  .object({
    ...Tenant.shape,
    /** The gateway's rate limit tier for the studio. */
    tier: Tier,
    weight: z.int(),
    limits: LimitValues,
    running: z.int(),
    waiting: z.int(),
    storageBytes: z.int(),
    month: z.string(),
    gpuSeconds: z.number(),
    dollars: z.number(),
    createdAt: Time,
  })
  .meta({ id: "TenantSummary" });

export const toTenantSummary = ({
  createdAt,
  ...rest
}: Omit<z.infer<typeof TenantSummary>, "createdAt"> & { createdAt: Date }) => ({
  ...rest,
  createdAt: createdAt.toISOString(),
});

export const FleetClass = z
  .object({
    class: WorkloadClass,
    instance: z.string(),
    dollarsPerHour: z.number(),
    runningLimit: z.int().nullable(),
    /** Maximum width × height × batch, video frames included, that a graph of the class may hold at once. */
    maxPixels: z.int(),
    /** Whether workers are started when jobs wait. */
    startsWorkers: z.boolean(),
    /** Workers that take jobs, and jobs of all studios. */
    workers: z.int(),
    running: z.int(),
    waiting: z.int(),
    waitingTenants: z.int(),
    /** Held by the platform after too many interruptions: check their workers, then release them. */
    held: z.int(),
  })
  .meta({ id: "FleetClass" });

export const Worker = z
  .object({
    id: z.string(),
    class: WorkloadClass,
    state: WorkerState,
    gpu: z.string(),
    vramBytes: z.int(),
    comfyuiVersion: z.string(),
    imageDigest: z.string(),
    objectInfoDigest: z.string(),
    /** Number of node classes of its ComfyUI. */
    nodes: z.int(),
    /** File names of the shared models on its disk, and of those that its last job loaded. */
    models: z.array(z.string()),
    loadedModels: z.array(z.string()),
    /** What its ComfyUI runs on: what is not known is absent. Null for a worker of an older version. */
    software: Software.nullable(),
    /** Why it takes no jobs; null if it does. */
    unfit: z.string().nullable(),
    /** Number of ComfyUI restarts. */
    restarts: z.int(),
    registeredAt: Time,
    seenAt: Time,
  })
  .meta({ id: "Worker" });

/** The golden image that graphs are validated against. */
export const Image = z
  .object({
    comfyuiVersion: z.string(),
    /** Digest of its container image; null for a ComfyUI without one. */
    imageDigest: z.string().nullable(),
    objectInfoDigest: z.string(),
    /** Number of node classes. */
    classes: z.int(),
    customNodes: z.array(
      z.object({
        name: z.string(),
        repository: z.string(),
        commit: z.string(),
        /** Reviews of its classes. */
        classes: z.record(
          z.string(),
          z.object({
            kind: ClassKind.meta({
              description: "What the class does. No job may run a class that is network or not_allowed.",
            }),
            reason: z.string().optional(),
            replacement: z.string().optional(),
          }),
        ),
      }),
    ),
    /** Node classes that no job may run, because they have no review. */
    unreviewed: z.array(z.string()),
    registeredAt: Time,
  })
  .meta({ id: "Image" });

export const Fleet = z
  .object({
    classes: z.array(FleetClass),
    workers: z.array(Worker),
    /** Number of the reconciler's corrections by kind; empty if none were needed. */
    repairs: z.array(z.object({ kind: z.string(), total: z.int(), lastAt: Time })),
  })
  .meta({ id: "Fleet" });
