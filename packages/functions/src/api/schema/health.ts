import * as z from "zod";
import { healthStatuses, type CheckedHealth } from "@pegbar/core/platform/health";
import { Time } from "./parts.ts";

export const HealthStatus = z.enum(healthStatuses).meta({ id: "HealthStatus" });

export const HealthPart = z
  .object({
    name: z.string().meta({
      description:
        "`api`, `database`, `queues`, `recovery`, `uploads`, `ledger`, `storage`, `webhooks`, or `gpu-` and a workload class. Others may be added.",
      examples: ["gpu-light"],
    }),
    status: HealthStatus,
    message: z.string().optional().meta({ description: "What users notice; absent if the part is ok" }),
    since: Time.optional().meta({ description: "Since when it is not ok, if it is known" }),
  })
  .meta({ id: "HealthPart" });

export const Health = z
  .object({
    status: HealthStatus.meta({
      description: "`down`: requests fail. `degraded`: requests succeed, but a part does not work, or is late.",
    }),
    parts: z.array(HealthPart),
    checkedAt: Time,
  })
  .meta({ id: "Health" });

export const toHealth = ({ status, parts, checkedAt }: CheckedHealth): z.infer<typeof Health> => ({
  status,
  parts: parts.map(({ since, ...part }) => ({ ...part, ...(since ? { since: since.toISOString() } : {}) })),
  checkedAt: checkedAt.toISOString(),
});
