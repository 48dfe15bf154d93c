import * as z from "zod";

const issues = z.array(
  z.object({
    code: z.string(),
    message: z.string(),
    /** What it concerns. */
    resources: z.array(z.string()),
  }),
);

export const Cluster = z
  .object({
    name: z.string(),
    status: z.string(),
    /** Of Kubernetes; null on one machine, where there is none. */
    version: z.string().nullable(),
    platformVersion: z.string().nullable(),
    /** What is wrong, as whoever runs the cluster says. */
    issues,
    nodeGroups: z.array(
      z.object({
        name: z.string(),
        status: z.string(),
        version: z.string().nullable(),
        /** Of the image of its nodes. */
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
