import { declared, stage } from "../here";
import { vpc } from "../network";

/**
 * Lets the runner that deploys reach the cluster's private API: its network, which exists already, is peered with this
 * one. Peering is not transitive, so it does not lead to the internet.
 */
export function reaches(plane: aws.ec2.SecurityGroup): $util.Resource[] {
  const { runner } = declared;
  if (runner === null) return [];
  const peering = new aws.ec2.VpcPeeringConnection("RunnerPeering", {
    vpcId: vpc.id,
    peerVpcId: runner.vpc,
    autoAccept: true,
    tags: { Name: `pegbar-${stage.name}-runner` },
  });
  const there = runner.routeTables.map(
    (routeTableId, at) =>
      new aws.ec2.Route(`RunnerToHere${at + 1}`, {
        routeTableId,
        destinationCidrBlock: vpc.nodes.vpc.cidrBlock,
        vpcPeeringConnectionId: peering.id,
      }),
  );
  const back = Array.from(
    { length: Math.max(2, stage.zones) },
    (_, at) =>
      new aws.ec2.Route(`HereToRunner${at + 1}`, {
        routeTableId: vpc.nodes.privateRouteTables.apply((tables) => $interpolate`${tables[at]?.id}`),
        destinationCidrBlock: runner.cidr,
        vpcPeeringConnectionId: peering.id,
      }),
  );
  const rule = new aws.vpc.SecurityGroupIngressRule(
    "RunnerToPlaneIn",
    {
      securityGroupId: plane.id,
      referencedSecurityGroupId: runner.securityGroup,
      fromPort: 443,
      toPort: 443,
      ipProtocol: "tcp",
    },
    // A security group of another network can be referred to once the two are peered.
    { dependsOn: [peering] },
  );
  return [...there, ...back, rule];
}
