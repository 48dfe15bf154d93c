import { ACCOUNT, getId } from "../answers.ts";
import type { Planned } from "../plan.ts";
import {
  addResource,
  getValue,
  changeResource,
  list,
  getByName,
  filterByType,
  parseStatements,
  toText,
  removeResource,
} from "../query.ts";
import type { Invariant } from "./invariant.ts";

const EVERYWHERE = ["0.0.0.0/0", "::/0"];

/** SST's public subnets, which are empty. */
const isPublicTable = (name: string) => name.startsWith("NetworkPublicRouteTable");

const isNarrow = (inputs: Record<string, unknown>) =>
  Number(toText(inputs["destinationCidrBlock"]).split("/")[1] ?? 0) >= 16;

/** Groups and prefix lists that a group may connect to. */
const findTargets = (plan: readonly Planned[], from: string) =>
  filterByType(plan, "vpc/securityGroupEgressRule:SecurityGroupEgressRule")
    .filter(({ inputs }) => inputs["securityGroupId"] === from)
    .map(({ inputs }) => toText(inputs["referencedSecurityGroupId"] ?? inputs["prefixListId"]));

export const network: Invariant[] = [
  {
    name: "nodes and the importer can reach the registry, and S3, which stores image layers",
    needs: "GPU tier",
    why: "nodes that cannot pull the CNI's image never become ready, and the first deploy fails",
    check: (plan) =>
      ["sg-workergroup", "sg-controllergroup", "sg-importergroup"].flatMap((from) => {
        const to = findTargets(plan, from);
        return [
          ...(to.includes("sg-endpointgroup") ? [] : [`${from} cannot reach the registry`]),
          ...(to.includes("pl-StoreEndpoint") ? [] : [`${from} cannot reach S3`]),
        ];
      }),
    plant: (plan) => removeResource(plan, "ControllerToStoreOut"),
  },
  {
    name: "security groups have no inline rules",
    why: "inline rules, even an empty list, remove all others at a later deploy",
    check: (plan) =>
      filterByType(plan, "ec2/securityGroup:SecurityGroup")
        .filter(({ inputs }) => inputs["ingress"] !== undefined || inputs["egress"] !== undefined)
        .map(({ name }) => `${name} has inline rules`),
    plant: (plan) => changeResource(plan, "WorkerGroup", (inputs) => (inputs["egress"] = [])),
  },
  {
    name: "workers can assume their role through the network's own endpoint",
    needs: "GPU tier",
    why: "the request has a token and no signature, so a policy that requires an account would reject it",
    check: (plan) => {
      const open = parseStatements(getByName(plan, "StsEndpoint").inputs["policy"]).filter(
        ({ Effect, Action, Condition }) =>
          Effect === "Allow" && Action.includes("sts:AssumeRoleWithWebIdentity") && Condition === undefined,
      );
      const own = open.filter(({ Resource }) => Resource.every((one) => one === `arn:aws:iam::${ACCOUNT}:role/*`));
      return own.length === 1 && open.length === 1
        ? []
        : ["the endpoint policy rejects workers, or allows roles of other accounts"];
    },
    plant: (plan) =>
      changeResource(
        plan,
        "StsEndpoint",
        (inputs) => (inputs["policy"] = getByName(plan, "SqsEndpoint").inputs["policy"]),
      ),
  },
  {
    name: "the deploy can reach the cluster's API",
    needs: "GPU tier",
    why: "no deploy can reach a private API without a peered network",
    check: (plan) => {
      const [cluster] = filterByType(plan, "eks/cluster:Cluster");
      if (list(getValue(cluster?.inputs, "vpcConfig", "publicAccessCidrs")).length > 0) return [];
      const there = ["RunnerPeering", "RunnerToHere1", "HereToRunner1", "RunnerToPlaneIn"];
      return there.filter((name) => !plan.some((one) => one.name === name)).map((name) => `${name} is missing`);
    },
    plant: (plan) => removeResource(plan, "RunnerToPlaneIn"),
  },
  {
    name: "only the public subnets have a default route",
    why: "workers run untrusted custom nodes, which could send files to the internet",
    check: (plan) => [
      ...filterByType(plan, "ec2/routeTable:RouteTable")
        .filter(({ name }) => !isPublicTable(name))
        .flatMap(({ name, inputs }) =>
          list(inputs["routes"])
            .filter((route) => EVERYWHERE.includes(toText(getValue(route, "cidrBlock"))))
            .map(() => `${name} has a default route`),
        ),
      ...filterByType(plan, "ec2/route:Route")
        .filter(({ inputs }) => inputs["vpcPeeringConnectionId"] !== "RunnerPeering-id" || !isNarrow(inputs))
        .map(({ name }) => `${name} leads out of the network`),
      ...filterByType(plan, "ec2/natGateway:NatGateway").map(({ name }) => `${name} leads out of the network`),
    ],
    plant: (plan) =>
      changeResource(plan, "WorkerRoutes", (inputs) => {
        inputs["routes"] = [{ cidrBlock: "0.0.0.0/0", natGatewayId: "nat-1" }];
      }),
  },
  {
    name: "worker subnets use the route table without routes, and assign no public addresses",
    why: "a subnet without a route table uses the main one",
    check: (plan) => {
      const routed = filterByType(plan, "ec2/routeTableAssociation:RouteTableAssociation").filter(
        ({ inputs }) => inputs["routeTableId"] === "WorkerRoutes-id",
      );
      return filterByType(plan, "ec2/subnet:Subnet")
        .filter(({ name }) => name.startsWith("WorkerSubnet"))
        .flatMap(({ name, inputs }) => [
          ...(routed.some((one) => one.inputs["subnetId"] === getId("ec2/subnet:Subnet", name))
            ? []
            : [`${name} does not use the route table`]),
          ...(inputs["mapPublicIpOnLaunch"] === false ? [] : [`${name} assigns public addresses`]),
        ]);
    },
    plant: (plan) => changeResource(plan, "WorkerSubnet1", (inputs) => (inputs["mapPublicIpOnLaunch"] = true)),
  },
  {
    name: "no security group allows address ranges or all protocols",
    why: "a rule for a network also applies to everything that is started in it later",
    check: (plan) => [
      ...[
        ...filterByType(plan, "ec2/securityGroup:SecurityGroup"),
        ...filterByType(plan, "ec2/defaultSecurityGroup:DefaultSecurityGroup"),
      ].flatMap(({ name, inputs }) =>
        ["ingress", "egress"].flatMap((way) =>
          list(inputs[way]).length === 0 ? [] : [`${name} has inline ${way} rules`],
        ),
      ),
      ...["Ingress", "Egress"].flatMap((way) =>
        filterByType(plan, `vpc/securityGroup${way}Rule:SecurityGroup${way}Rule`)
          .filter(
            ({ inputs }) =>
              inputs["cidrIpv4"] !== undefined || inputs["cidrIpv6"] !== undefined || inputs["ipProtocol"] === "-1",
          )
          .map(({ name }) => `${name} allows an address range or all protocols`),
      ),
    ],
    plant: (plan) =>
      addResource(plan, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "Open", {
        securityGroupId: "sg-workergroup",
        cidrIpv4: "10.0.0.0/16",
        ipProtocol: "tcp",
      }),
  },
  {
    name: "workers can only connect to endpoints, the model store, DNS and the cluster's API",
    why: "they must not reach the database or each other",
    check: (plan) => {
      const allowed = new Set(["sg-endpointgroup", "sg-filegroup", "sg-planegroup", "sg-controllergroup"]);
      return filterByType(plan, "vpc/securityGroupEgressRule:SecurityGroupEgressRule")
        .filter(({ inputs }) => inputs["securityGroupId"] === "sg-workergroup")
        .filter(
          ({ inputs }) =>
            inputs["prefixListId"] === undefined && !allowed.has(toText(inputs["referencedSecurityGroupId"])),
        )
        .map(({ name, inputs }) => `${name} leads to ${toText(inputs["referencedSecurityGroupId"])}`);
    },
    plant: (plan) =>
      addResource(plan, "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "ToDatabase", {
        securityGroupId: "sg-workergroup",
        referencedSecurityGroupId: "sg-databasegroup",
        fromPort: 5432,
        toPort: 5432,
        ipProtocol: "tcp",
      }),
  },
  {
    name: "endpoints accept only this account",
    why: "the default policy would let custom nodes send data out with keys of another account",
    check: (plan) =>
      filterByType(plan, "ec2/vpcEndpoint:VpcEndpoint")
        .filter(({ inputs }) => !toText(inputs["policy"]).includes("aws:PrincipalAccount"))
        .map(({ name }) => `${name} accepts all accounts`),
    plant: (plan) => changeResource(plan, "StoreEndpoint", (inputs) => delete inputs["policy"]),
  },
  {
    name: "all required services have an endpoint",
    needs: "GPU tier",
    why: "a service without an endpoint cannot be reached, and its errors do not show the cause",
    check: (plan) => {
      const there = filterByType(plan, "ec2/vpcEndpoint:VpcEndpoint").map(({ inputs }) =>
        toText(inputs["serviceName"]).split(".").slice(3).join("."),
      );
      const wanted =
        "s3 ec2 ecr.api ecr.dkr sts sqs eks eks-auth ssm logs monitoring secretsmanager kms elasticfilesystem execute-api sns".split(
          " ",
        );
      return wanted.filter((service) => !there.includes(service)).map((service) => `${service} has no endpoint`);
    },
    plant: (plan) => plan.filter(({ name }) => name !== "StsEndpoint"),
  },
  {
    name: "names outside of AWS are not resolved",
    why: "data could be sent out in DNS queries",
    check: (plan) => {
      const block = filterByType(plan, "route53/resolverFirewallRule:ResolverFirewallRule").filter(
        ({ inputs }) => inputs["action"] === "BLOCK",
      );
      const all = block.some(({ inputs }) => {
        const domains = getByName(plan, toText(inputs["firewallDomainListId"]).replace(/-id$/, ""));
        return list(domains.inputs["domains"]).includes("*.");
      });
      return all ? [] : ["other names are resolved"];
    },
    plant: (plan) => changeResource(plan, "RefuseOthers", (inputs) => (inputs["action"] = "ALERT")),
  },
];
