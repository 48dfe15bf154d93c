import { DescribeAvailabilityZonesCommand, DescribeInstanceTypeOfferingsCommand, EC2Client } from "@aws-sdk/client-ec2";
import type { ClientConfig, Finding } from "./finding.ts";
import type { Needs } from "./needs.ts";

/** Minimum number of instance types per pool, so that Karpenter can fall back to other types. */
const FEW = 3;

export async function checkGpuOfferings(
  config: ClientConfig,
  { pools, zones }: Pick<Needs, "pools" | "zones">,
): Promise<Finding[]> {
  if (pools.length === 0) return [];
  const client = new EC2Client(config);
  const { AvailabilityZones = [] } = await client.send(
    new DescribeAvailabilityZonesCommand({ Filters: [{ Name: "state", Values: ["available"] }] }),
  );
  // The same zones as in infra/network.ts: the first ones that AWS lists.
  const used = AvailabilityZones.flatMap(({ ZoneName }) => ZoneName ?? []).slice(0, zones.length);
  const types = [...new Set(pools.flatMap(({ instanceTypes }) => instanceTypes))];
  const { InstanceTypeOfferings = [] } = await client.send(
    new DescribeInstanceTypeOfferingsCommand({
      LocationType: "availability-zone",
      Filters: [{ Name: "instance-type", Values: types }],
      MaxResults: 1000,
    }),
  );
  const isOffered = (type: string, zone: string) =>
    InstanceTypeOfferings.some(({ InstanceType, Location }) => InstanceType === type && Location === zone);
  const classes = new Map(
    pools.map(({ name, instanceTypes }) => [name.replace(/-(spot|on-demand)$/, ""), instanceTypes]),
  );
  return [...classes].flatMap(([name, instanceTypes]) => {
    const missing = used.filter((zone) => !instanceTypes.some((type) => isOffered(type, zone)));
    const offered = instanceTypes.filter((type) => used.some((zone) => isOffered(type, zone)));
    const fix = `Add instance types of the class ${name} in infra/gpu/settings.ts that the region has: aws ec2 describe-instance-type-offerings --region ${config.region} --location-type availability-zone --filters Name=instance-type,Values='g*'`;
    return [
      ...missing.map((zone) => ({ what: `No instance type of the class ${name} is offered in ${zone}.`, fix })),
      ...(offered.length < FEW
        ? [
            {
              what: `Only ${offered.join(", ") || "no type"} of the class ${name} is offered: Karpenter cannot fall back to other types.`,
              fix,
            },
          ]
        : []),
    ];
  });
}
