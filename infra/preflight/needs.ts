import { filterByType, getValue, list, toText } from "../plan/query.ts";
import type { Planned } from "../plan/plan.ts";

/** Requirements of a stage on its account, computed from its plan. */
export interface Needs {
  /** Concurrent executions that functions reserve. */
  reservedConcurrency: number;
  /** GPU nodes by pool: maximum number and instance types. */
  pools: { name: string; capacity: "spot" | "on-demand"; gpus: number; instanceTypes: string[] }[];
  /** Availability zones with nodes. */
  zones: string[];
  /** Whether AWS Backup copies the database. */
  backsUp: boolean;
}

export function computeNeeds(plan: readonly Planned[]): Needs {
  const readRequirement = (inputs: Planned["inputs"], key: string) =>
    list(
      getValue(
        list(getValue(inputs, "spec", "template", "spec", "requirements")).find((one) => getValue(one, "key") === key),
        "values",
      ),
    ).map(toText);
  return {
    reservedConcurrency: filterByType(plan, "lambda/function:Function").reduce(
      (sum, { inputs }) => sum + Math.max(0, Number(inputs["reservedConcurrentExecutions"] ?? 0)),
      0,
    ),
    pools: plan
      .filter(({ inputs }) => inputs["kind"] === "NodePool")
      .map(({ inputs }) => ({
        name: toText(getValue(inputs, "metadata", "name")),
        capacity:
          readRequirement(inputs, "karpenter.sh/capacity-type")[0] === "spot"
            ? ("spot" as const)
            : ("on-demand" as const),
        gpus: Number(getValue(inputs, "spec", "limits", "nvidia.com/gpu")),
        instanceTypes: readRequirement(inputs, "node.kubernetes.io/instance-type"),
      })),
    zones: filterByType(plan, "ec2/subnet:Subnet")
      .filter(({ name }) => name.startsWith("WorkerSubnet"))
      .map(({ inputs }) => toText(inputs["availabilityZone"]).slice(-1)),
    backsUp: filterByType(plan, "backup/plan:Plan").length > 0,
  };
}
