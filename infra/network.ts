import { declared, stage } from "./here";
import { buildInlinePolicies } from "./inline-policy.ts";

/** No access to the internet: no NAT, and a default route only in the public subnets, which are empty. */
export const vpc = new sst.aws.Vpc("Network", {
  az: Math.max(2, stage.zones),
  transform: {
    // SST's default group admits the whole network in and out.
    securityGroup: (args) => {
      args.ingress = [];
      args.egress = [];
    },
  },
});

/** Private subnets of the zones that the stage uses. Aurora and EKS are given all: they require two zones. */
export const usedSubnets = vpc.privateSubnets.apply((ids) => ids.slice(0, stage.zones));

/** Creates a security group without rules; `allow` adds them. Inline rules would remove those of `allow`. */
export const group = (name: string, description: string) =>
  new aws.ec2.SecurityGroup(name, { vpcId: vpc.id, description });

export const functions = group("FunctionGroup", "Functions of the platform");
export const database = group("DatabaseGroup", "Aurora and its proxy");
export const endpoints = group("EndpointGroup", "Interface endpoints of AWS services");
export const workers = group("WorkerGroup", "GPU nodes and their pods");
export const files = group("FileGroup", "Mount targets of the model store");
export const importer = group("ImporterGroup", "The model importer");

/** Resources that must exist before anything that opens connections. */
export const ways: $util.Resource[] = [];

/** Lets one group connect to another, on one port or a range. */
export function allow(
  name: string,
  from: aws.ec2.SecurityGroup,
  to: aws.ec2.SecurityGroup,
  port: number | readonly [number, number],
  udp = false,
): void {
  const [fromPort, toPort] = typeof port === "number" ? [port, port] : port;
  const rule = { fromPort, toPort, ipProtocol: udp ? "udp" : "tcp" };
  ways.push(
    new aws.vpc.SecurityGroupEgressRule(`${name}Out`, {
      ...rule,
      securityGroupId: from.id,
      referencedSecurityGroupId: to.id,
    }),
    new aws.vpc.SecurityGroupIngressRule(`${name}In`, {
      ...rule,
      securityGroupId: to.id,
      referencedSecurityGroupId: from.id,
    }),
  );
}

const HTTPS = 443;
const POSTGRES = 5432;
const NFS = 2049;
allow("FunctionToEndpoint", functions, endpoints, HTTPS);
allow("FunctionToDatabase", functions, database, POSTGRES);
allow("ProxyToCluster", database, database, POSTGRES);
allow("WorkerToEndpoint", workers, endpoints, HTTPS);
allow("WorkerToFiles", workers, files, NFS);
allow("ImporterToEndpoint", importer, endpoints, HTTPS);
allow("ImporterToFiles", importer, files, NFS);
allow("ImporterToDatabase", importer, database, POSTGRES);
// The proxy reads its passwords from Secrets Manager.
allow("DatabaseToEndpoint", database, endpoints, HTTPS);

/** Subnets whose only route is S3's gateway endpoint: workloads in them reach this network and its endpoints. */
const { names } = aws.getAvailabilityZonesOutput({ state: "available" });
const workerRoutes = new aws.ec2.RouteTable("WorkerRoutes", { vpcId: vpc.id, routes: [] });
export const workerSubnets = Array.from({ length: stage.zones }, (_, zone) => {
  const subnet = new aws.ec2.Subnet(`WorkerSubnet${zone + 1}`, {
    vpcId: vpc.id,
    // SST's own subnets are below 10.0.64.0.
    cidrBlock: `10.0.${128 + zone * 32}.0/19`,
    availabilityZone: names.apply((all) => all[zone] ?? ""),
    mapPublicIpOnLaunch: false,
    tags: { Name: `pegbar-${stage.name}-worker-${zone + 1}`, "karpenter.sh/discovery": `pegbar-${stage.name}` },
  });
  new aws.ec2.RouteTableAssociation(`WorkerRoutes${zone + 1}`, { subnetId: subnet.id, routeTableId: workerRoutes.id });
  return subnet;
});

/** Endpoint policy: the platform's buckets, and ECR's image layers. The default would allow all buckets. */
const gatewayPolicy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "OwnBuckets",
      Effect: "Allow",
      Principal: "*",
      Action: "s3:*",
      Resource: "*",
      Condition: {
        StringEquals: { "aws:ResourceAccount": declared.account, "aws:PrincipalAccount": declared.account },
      },
    },
    {
      Sid: "ImageLayers",
      Effect: "Allow",
      Principal: "*",
      Action: "s3:GetObject",
      Resource: `arn:aws:s3:::prod-${declared.region}-starport-layer-bucket/*`,
    },
  ],
});
const s3 = new aws.ec2.VpcEndpoint("StoreEndpoint", {
  vpcId: vpc.id,
  vpcEndpointType: "Gateway",
  serviceName: `com.amazonaws.${declared.region}.s3`,
  routeTableIds: vpc.nodes.privateRouteTables.apply((tables) =>
    $output([workerRoutes.id, ...tables.map(({ id }) => id)]),
  ),
  policy: gatewayPolicy,
});
/** Security group for readers of objects and for pulling images, whose layers are in S3. */
export const allowStore = (name: string, from: aws.ec2.SecurityGroup) =>
  ways.push(
    s3,
    new aws.vpc.SecurityGroupEgressRule(`${name}ToStoreOut`, {
      securityGroupId: from.id,
      prefixListId: s3.prefixListId,
      fromPort: HTTPS,
      toPort: HTTPS,
      ipProtocol: "tcp",
    }),
  );
for (const [name, from] of Object.entries({ Function: functions, Worker: workers, Importer: importer }))
  allowStore(name, from);

/** Services with endpoints in the network. Other services cannot be reached. */
const SERVICES = ["sqs", "ssm", "kms", "lambda"] as const;
/** Service that the database's proxy reads its passwords from. */
const PROXY_SERVICES = ["secretsmanager"] as const;
/** Services that nodes, controllers, workers and the importer call. */
const GPU_SERVICES = [
  "ec2",
  "ecr.api",
  "ecr.dkr",
  "sts",
  "eks",
  "eks-auth",
  "logs",
  "monitoring",
  "elasticfilesystem",
  "execute-api",
  "sns",
] as const;
type Service = (typeof SERVICES)[number] | (typeof PROXY_SERVICES)[number] | (typeof GPU_SERVICES)[number];
const services: Service[] = [
  ...SERVICES,
  ...(stage.database.proxy ? PROXY_SERVICES : []),
  ...(stage.gpuTier ? GPU_SERVICES : []),
];
const ofOwnAccount = {
  Effect: "Allow",
  Principal: "*",
  Action: "*",
  Resource: "*",
  Condition: { StringEquals: { "aws:PrincipalAccount": declared.account } },
};
/** The request has a token and no signature, because a worker has no account before it has its role. */
const byToken = {
  Effect: "Allow",
  Principal: "*",
  Action: "sts:AssumeRoleWithWebIdentity",
  Resource: `arn:aws:iam::${declared.account}:role/*`,
};
const policyOf = (service: Service) =>
  JSON.stringify({ Version: "2012-10-17", Statement: service === "sts" ? [ofOwnAccount, byToken] : [ofOwnAccount] });
const interfaces = new Map(
  services.map((service) => [
    service,
    new aws.ec2.VpcEndpoint(
      `${service.replaceAll(/(^|[.-])(\w)/g, (_all, _mark, letter: string) => letter.toUpperCase())}Endpoint`,
      {
        vpcId: vpc.id,
        vpcEndpointType: "Interface",
        serviceName: `com.amazonaws.${declared.region}.${service}`,
        subnetIds: usedSubnets,
        securityGroupIds: [endpoints.id],
        privateDnsEnabled: true,
        policy: policyOf(service),
      },
    ),
  ]),
);
ways.push(...interfaces.values());
/** The endpoint of a service. @throws Error if the stage has none */
export function getEndpoint(service: Service): aws.ec2.VpcEndpoint {
  const found = interfaces.get(service);
  if (!found) throw new Error(`The stage ${stage.name} has no endpoint of ${service}. Add it in infra/network.ts.`);
  return found;
}

/** Names outside of AWS are not resolved, so that no data leaves in DNS queries. */
const known = new aws.route53.ResolverFirewallDomainList("KnownNames", {
  domains: ["*.amazonaws.com.", `*.${declared.region}.eks.amazonaws.com.`, "*.aws.", "*.cluster.local.", "*.internal."],
});
const everything = new aws.route53.ResolverFirewallDomainList("AllNames", { domains: ["*."] });
const firewall = new aws.route53.ResolverFirewallRuleGroup("NameRules", {});
new aws.route53.ResolverFirewallRule("AnswerKnown", {
  firewallRuleGroupId: firewall.id,
  firewallDomainListId: known.id,
  name: "answer-known",
  priority: 100,
  action: "ALLOW",
});
new aws.route53.ResolverFirewallRule("RefuseOthers", {
  firewallRuleGroupId: firewall.id,
  firewallDomainListId: everything.id,
  name: "refuse-others",
  priority: 200,
  action: "BLOCK",
  blockResponse: "NXDOMAIN",
});
new aws.route53.ResolverFirewallRuleGroupAssociation("NameRulesHere", {
  vpcId: vpc.id,
  firewallRuleGroupId: firewall.id,
  priority: 101,
});

/** Flow logs: accepted and rejected connections. */
const flowLog = new aws.cloudwatch.LogGroup("FlowLog", { retentionInDays: stage.logDays });
const flowRole = new aws.iam.Role("FlowLogRole", {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "vpc-flow-logs.amazonaws.com" }),
  inlinePolicies: buildInlinePolicies("write", [
    {
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
      Resource: $interpolate`${flowLog.arn}:*`,
    },
  ]),
});
new aws.ec2.FlowLog("Flows", {
  vpcId: vpc.id,
  trafficType: "ALL",
  logDestination: flowLog.arn,
  iamRoleArn: flowRole.arn,
});
