import * as z from "zod";
import { WorkloadClass } from "@pegbar/core/contract";
import { Time } from "./parts.ts";
import { LimitValues } from "./quota.ts";
import { Tenant } from "./studio.ts";

export const TenantSummary = z
  .object({
    ...Tenant.shape,
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

export const shownTenantSummary = ({
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
    /** Workers lately heard of, and jobs of all studios. */
    workers: z.int(),
    running: z.int(),
    waiting: z.int(),
    waitingTenants: z.int(),
    /** Held by the platform after too many interruptions: look at their workers, then release them. */
    held: z.int(),
  })
  .meta({ id: "FleetClass" });

export const Fleet = z
  .object({
    classes: z.array(FleetClass),
    /** How often each kind of repair was needed; empty on a platform without faults. */
    repairs: z.array(z.object({ kind: z.string(), total: z.int(), lastAt: Time })),
  })
  .meta({ id: "Fleet" });
