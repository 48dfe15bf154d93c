import * as z from "zod";

/** GPU size that a job needs. Each class has a queue, a Deployment and a NodePool. */
export const WorkloadClass = z.enum(["light", "heavy", "xl"]);
export type WorkloadClass = z.infer<typeof WorkloadClass>;
