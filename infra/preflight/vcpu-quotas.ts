import { DescribeInstanceTypesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { GetServiceQuotaCommand, ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import type { ClientConfig, Finding } from "./finding.ts";
import type { Needs } from "./needs.ts";

/** Quotas of EC2 for G and VT instances, in vCPUs. Spot and On-Demand are counted separately. */
const QUOTAS = [
  { capacity: "on-demand", code: "L-DB2E81BA", name: "Running On-Demand G and VT instances" },
  { capacity: "spot", code: "L-3819A6DF", name: "All G and VT Spot Instance Requests" },
] as const;

/** @param quotas options of the Service Quotas client */
export async function checkVcpuQuotas(
  config: ClientConfig,
  { pools }: Pick<Needs, "pools">,
  quotas: ClientConfig = config,
): Promise<Finding[]> {
  if (pools.length === 0) return [];
  const { InstanceTypes = [] } = await new EC2Client(config).send(
    new DescribeInstanceTypesCommand({
      Filters: [{ Name: "instance-type", Values: [...new Set(pools.flatMap(({ instanceTypes }) => instanceTypes))] }],
    }),
  );
  const vcpus = new Map(
    InstanceTypes.map(({ InstanceType, VCpuInfo }) => [String(InstanceType), VCpuInfo?.DefaultVCpus ?? 0]),
  );
  const client = new ServiceQuotasClient(quotas);
  const found = await Promise.all(
    QUOTAS.map(async ({ capacity, code, name }) => {
      const needed = pools
        .filter((pool) => pool.capacity === capacity)
        // All nodes of the pool may be of its largest type.
        .reduce(
          (sum, { gpus, instanceTypes }) =>
            sum + gpus * Math.max(0, ...instanceTypes.map((type) => vcpus.get(type) ?? 0)),
          0,
        );
      const { Quota } = await client.send(new GetServiceQuotaCommand({ ServiceCode: "ec2", QuotaCode: code }));
      const value = Quota?.Value ?? 0;
      return value >= needed
        ? []
        : [
            {
              what: `The quota "${name}" is ${value} vCPUs; the stage's pools have up to ${needed}. Jobs wait for nodes that never start.`,
              fix: `aws service-quotas request-service-quota-increase --region ${config.region} --service-code ec2 --quota-code ${code} --desired-value ${needed}`,
            },
          ];
    }),
  );
  return found.flat();
}
