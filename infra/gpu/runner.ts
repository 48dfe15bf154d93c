import { declared, stage } from "../here";
import { vpc } from "../network";

/**
 * Lets the runner that deploys reach the cluster's API, which has no way in from outside: its own network, made before this
 * one, is a neighbour of this one. It leads nowhere else: a neighbour is no way through to the internet.
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
    // A group of another network is known once the two are neighbours.
    { dependsOn: [peering] },
  );
  return [...there, ...back, rule];
}
