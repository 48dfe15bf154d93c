import { idOf } from "../answers.ts";
import { added, at, changed, list, named, ofType, text } from "../look.ts";
import type { Invariant } from "./invariant.ts";

const EVERYWHERE = ["0.0.0.0/0", "::/0"];

/** What may be seen from everywhere: SST's public subnets, in which nothing lies. */
const isPublicTable = (name: string) => name.startsWith("NetworkPublicRouteTable");

export const network: Invariant[] = [
  {
    name: "no default route but in the public subnets",
    why: "a worker runs strangers' custom nodes: one way out is enough to carry a film away",
    check: (plan) => [
      ...ofType(plan, "ec2/routeTable:RouteTable")
        .filter(({ name }) => !isPublicTable(name))
        .flatMap(({ name, inputs }) =>
          list(inputs["routes"])
            .filter((route) => EVERYWHERE.includes(text(at(route, "cidrBlock"))))
            .map(() => `${name} has a default route`),
        ),
      ...ofType(plan, "ec2/route:Route").map(({ name }) => `${name} is a route of its own`),
      ...ofType(plan, "ec2/natGateway:NatGateway").map(({ name }) => `${name} is a way out`),
    ],
    plant: (plan) =>
      changed(plan, "WorkerRoutes", (inputs) => {
        inputs["routes"] = [{ cidrBlock: "0.0.0.0/0", natGatewayId: "nat-1" }];
      }),
  },
  {
    name: "worker subnets are in the table without routes, and give no public address",
    why: "a subnet that no table names uses the network's main one",
    check: (plan) => {
      const routed = ofType(plan, "ec2/routeTableAssociation:RouteTableAssociation").filter(
        ({ inputs }) => inputs["routeTableId"] === "WorkerRoutes-id",
      );
      return ofType(plan, "ec2/subnet:Subnet")
        .filter(({ name }) => name.startsWith("WorkerSubnet"))
        .flatMap(({ name, inputs }) => [
          ...(routed.some((one) => one.inputs["subnetId"] === idOf("ec2/subnet:Subnet", name))
            ? []
            : [`${name} is in no table`]),
          ...(inputs["mapPublicIpOnLaunch"] === false ? [] : [`${name} gives public addresses`]),
        ]);
    },
    plant: (plan) => changed(plan, "WorkerSubnet1", (inputs) => (inputs["mapPublicIpOnLaunch"] = true)),
  },
  {
    name: "no security group lets in the world or the whole network, or out everywhere",
    why: "a group that admits a network admits whatever is started in it later",
    check: (plan) => [
      ...[
        ...ofType(plan, "ec2/securityGroup:SecurityGroup"),
        ...ofType(plan, "ec2/defaultSecurityGroup:DefaultSecurityGroup"),
      ].flatMap(({ name, inputs }) =>
        ["ingress", "egress"].flatMap((way) =>
          list(inputs[way]).length === 0 ? [] : [`${name} has ${way} rules within itself`],
        ),
      ),
      ...["Ingress", "Egress"].flatMap((way) =>
        ofType(plan, `vpc/securityGroup${way}Rule:SecurityGroup${way}Rule`)
          .filter(
            ({ inputs }) =>
              inputs["cidrIpv4"] !== undefined || inputs["cidrIpv6"] !== undefined || inputs["ipProtocol"] === "-1",
          )
          .map(({ name }) => `${name} names addresses, or every protocol`),
      ),
    ],
    plant: (plan) =>
      added(plan, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "Open", {
        securityGroupId: "sg-workergroup",
        cidrIpv4: "10.0.0.0/16",
        ipProtocol: "tcp",
      }),
  },
  {
    name: "workers reach endpoints, model store, names and the cluster's API, and nothing else",
    why: "no database, no neighbour",
    check: (plan) => {
      const allowed = new Set(["sg-endpointgroup", "sg-filegroup", "sg-planegroup", "sg-controllergroup"]);
      return ofType(plan, "vpc/securityGroupEgressRule:SecurityGroupEgressRule")
        .filter(({ inputs }) => inputs["securityGroupId"] === "sg-workergroup")
        .filter(
          ({ inputs }) =>
            inputs["prefixListId"] === undefined && !allowed.has(text(inputs["referencedSecurityGroupId"])),
        )
        .map(({ name, inputs }) => `${name} leads to ${text(inputs["referencedSecurityGroupId"])}`);
    },
    plant: (plan) =>
      added(plan, "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "ToDatabase", {
        securityGroupId: "sg-workergroup",
        referencedSecurityGroupId: "sg-databasegroup",
        fromPort: 5432,
        toPort: 5432,
        ipProtocol: "tcp",
      }),
  },
  {
    name: "endpoints serve this account's own",
    why: "the default lets a stolen key of another account carry data out through our network",
    check: (plan) =>
      ofType(plan, "ec2/vpcEndpoint:VpcEndpoint")
        .filter(({ inputs }) => !text(inputs["policy"]).includes("aws:PrincipalAccount"))
        .map(({ name }) => `${name} serves anybody`),
    plant: (plan) => changed(plan, "StoreEndpoint", (inputs) => delete inputs["policy"]),
  },
  {
    name: "all services that the notes name have an endpoint, with names of their own",
    why: "without it the service is not reached at all, and nobody knows why",
    check: (plan) => {
      const there = ofType(plan, "ec2/vpcEndpoint:VpcEndpoint").map(({ inputs }) =>
        text(inputs["serviceName"]).split(".").slice(3).join("."),
      );
      const wanted =
        "s3 ec2 ecr.api ecr.dkr sts sqs eks eks-auth ssm logs monitoring secretsmanager kms elasticfilesystem execute-api aps-workspaces".split(
          " ",
        );
      return wanted.filter((service) => !there.includes(service)).map((service) => `${service} has no endpoint`);
    },
    plant: (plan) => plan.filter(({ name }) => name !== "StsEndpoint"),
  },
  {
    name: "names of strangers have no answer",
    why: "DNS alone carries data out",
    check: (plan) => {
      const block = ofType(plan, "route53/resolverFirewallRule:ResolverFirewallRule").filter(
        ({ inputs }) => inputs["action"] === "BLOCK",
      );
      const all = block.some(({ inputs }) => {
        const domains = named(plan, text(inputs["firewallDomainListId"]).replace(/-id$/, ""));
        return list(domains.inputs["domains"]).includes("*.");
      });
      return all ? [] : ["nothing refuses other names"];
    },
    plant: (plan) => changed(plan, "RefuseOthers", (inputs) => (inputs["action"] = "ALERT")),
  },
];
