import * as z from "zod";

const issues = z.array(
  z.object({
    code: z.string(),
    message: z.string(),
    /** The affected resource. */
    resources: z.array(z.string()),
  }),
);

export const Cluster = z
  .object({
    name: z.string(),
    status: z.string(),
    /** Kubernetes version; null on one machine. */
    version: z.string().nullable(),
    platformVersion: z.string().nullable(),
    /** Problems that the cluster's provider reports. */
    issues,
    nodeGroups: z.array(
      z.object({
        name: z.string(),
        status: z.string(),
        version: z.string().nullable(),
        /** Version of its nodes' image. */
        releaseVersion: z.string().nullable(),
        capacity: z.string().nullable(),
        instanceTypes: z.array(z.string()),
        nodes: z.object({ desired: z.int(), least: z.int(), most: z.int() }),
        issues,
      }),
    ),
    addOns: z.array(z.object({ name: z.string(), status: z.string(), version: z.string().nullable(), issues })),
  })
  .meta({ id: "Cluster" });
