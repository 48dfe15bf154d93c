import { CLASS_TAG, formatClassTag } from "../cost-tags";
import { clusterName, costTags, declared, stage } from "../here";
import { workers, workerSubnets } from "../network";
import { onlyByTls } from "../queue";
import { workloadClasses } from "../stage";
import { cluster, namespace, nodeProfile, nodeRole, podIdentity, provider } from "./cluster";
import { chart, controllerImage, scraped, size } from "./images";
import { createBudgets, instanceTypes, pools, WARM_SECONDS } from "./settings";

const NAMESPACE = "karpenter";

/** Queue of interruption notices. They are useless after five minutes. */
const interruptionQueue = new sst.aws.Queue("InterruptionQueue", {
  visibilityTimeout: "30 seconds",
  transform: {
    queue: (args) => {
      args.sqsManagedSseEnabled = true;
      args.messageRetentionSeconds = 300;
    },
  },
});

const owned = { StringEquals: { [`aws:ResourceTag/kubernetes.io/cluster/${clusterName}`]: "owned" } };
const here = { StringEquals: { "aws:RequestedRegion": declared.region } };
const ec2 = `arn:aws:ec2:${declared.region}:${declared.account}`;
const requested = {
  StringEquals: {
    [`aws:RequestTag/kubernetes.io/cluster/${clusterName}`]: "owned",
    "aws:RequestTag/eks:eks-cluster-name": clusterName,
  },
};
/** Resources that a launch creates and tags. */
const launched = ["instance", "fleet", "launch-template", "volume", "network-interface", "spot-instances-request"].map(
  (kind) => `${ec2}:${kind}/*`,
);

const identity = podIdentity("Karpenter", NAMESPACE, "karpenter", [
  {
    Sid: "Look",
    Effect: "Allow",
    Action: [
      "ec2:DescribeInstances",
      "ec2:DescribeInstanceTypes",
      "ec2:DescribeInstanceTypeOfferings",
      "ec2:DescribeInstanceStatus",
      "ec2:DescribeImages",
      "ec2:DescribeLaunchTemplates",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSpotPriceHistory",
      "ec2:DescribeSubnets",
      "ec2:DescribeCapacityReservations",
    ],
    Resource: "*",
    Condition: here,
  },
  {
    Sid: "Start",
    Effect: "Allow",
    Action: ["ec2:RunInstances", "ec2:CreateFleet", "ec2:CreateLaunchTemplate"],
    Resource: launched,
    Condition: requested,
  },
  {
    Sid: "StartFromTemplate",
    Effect: "Allow",
    Action: ["ec2:RunInstances", "ec2:CreateFleet"],
    Resource: `${ec2}:launch-template/*`,
    Condition: owned,
  },
  {
    // A node in another subnet could reach the database's network; in another group, more than workers may.
    Sid: "StartIn",
    Effect: "Allow",
    Action: ["ec2:RunInstances", "ec2:CreateFleet"],
    Resource: [
      `arn:aws:ec2:${declared.region}::image/*`,
      `arn:aws:ec2:${declared.region}::snapshot/*`,
      $interpolate`${ec2}:security-group/${workers.id}`,
      ...workerSubnets.map(({ id }) => $interpolate`${ec2}:subnet/${id}`),
    ],
  },
  {
    Sid: "Tag",
    Effect: "Allow",
    Action: "ec2:CreateTags",
    Resource: launched,
    Condition: {
      StringEquals: {
        ...requested.StringEquals,
        "ec2:CreateAction": ["RunInstances", "CreateFleet", "CreateLaunchTemplate"],
      },
    },
  },
  {
    Sid: "Stop",
    Effect: "Allow",
    Action: ["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate", "ec2:CreateTags"],
    Resource: [`${ec2}:instance/*`, `${ec2}:launch-template/*`],
    Condition: owned,
  },
  {
    Sid: "Images",
    Effect: "Allow",
    Action: "ssm:GetParameter",
    Resource: `arn:aws:ssm:${declared.region}::parameter/aws/service/*`,
  },
  {
    Sid: "PassNodes",
    Effect: "Allow",
    Action: "iam:PassRole",
    Resource: nodeRole.arn,
    Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
  },
  { Sid: "Cluster", Effect: "Allow", Action: "eks:DescribeCluster", Resource: cluster.arn },
  {
    Sid: "Interruptions",
    Effect: "Allow",
    Action: ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"],
    Resource: interruptionQueue.arn,
  },
]);

/** Events that AWS sends before it interrupts instances. */
const EVENTS: Record<string, { source: string; type: string }> = {
  SpotInterruption: { source: "aws.ec2", type: "EC2 Spot Instance Interruption Warning" },
  Rebalance: { source: "aws.ec2", type: "EC2 Instance Rebalance Recommendation" },
  StateChange: { source: "aws.ec2", type: "EC2 Instance State-change Notification" },
  Health: { source: "aws.health", type: "AWS Health Event" },
  Reservation: { source: "aws.ec2", type: "EC2 Capacity Reservation Instance Interruption Warning" },
};
for (const [name, { source, type }] of Object.entries(EVENTS)) {
  const rule = new aws.cloudwatch.EventRule(`On${name}`, {
    eventPattern: JSON.stringify({ source: [source], "detail-type": [type] }),
  });
  new aws.cloudwatch.EventTarget(`On${name}Tell`, { rule: rule.name, arn: interruptionQueue.arn });
}
new aws.sqs.QueuePolicy("InterruptionQueuePolicy", {
  queueUrl: interruptionQueue.url,
  policy: $jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: ["events.amazonaws.com"] },
        Action: "sqs:SendMessage",
        Resource: interruptionQueue.arn,
        Condition: { StringEquals: { "aws:SourceAccount": declared.account } },
      },
      onlyByTls(interruptionQueue),
    ],
  }),
});

const space = namespace(NAMESPACE, "restricted");
const definitions = new kubernetes.helm.v3.Release(
  "KarpenterCrd",
  { ...chart("karpenter-crd"), name: "karpenter-crd", namespace: NAMESPACE },
  { provider, dependsOn: [space] },
);
const karpenter = new kubernetes.helm.v3.Release(
  "Karpenter",
  {
    ...chart("karpenter"),
    name: "karpenter",
    namespace: NAMESPACE,
    skipCrds: true,
    values: {
      controller: {
        image: controllerImage("karpenter").pinned,
        // Otherwise it would query the node's metadata service, which it cannot reach.
        env: [{ name: "AWS_REGION", value: declared.region }],
        resources: size("500m", "1Gi"),
      },
      podAnnotations: scraped(8080),
      settings: {
        clusterName,
        // The network has no endpoint for prices and some other services.
        isolatedVPC: true,
        interruptionQueue: interruptionQueue.nodes.queue.name,
        featureGates: { nodeRepair: true },
      },
      serviceAccount: { name: "karpenter" },
      replicas: Math.min(2, stage.controllers.nodes),
    },
  },
  { provider, dependsOn: [definitions, identity] },
);

/** Pulls and unpacks images in parallel, so that an image of 11 GB takes minutes. */
const SOCI = `
[settings.container-runtime]
snapshotter = "soci"
[settings.container-runtime-plugins.soci-snapshotter]
pull-mode = "parallel-pull-unpack"
[settings.container-runtime-plugins.soci-snapshotter.parallel-pull-unpack]
max-concurrent-downloads-per-image = 20
concurrent-download-chunk-size = "16mb"
max-concurrent-unpacks-per-image = 12
`;

const custom = (name: string, apiVersion: string, kind: string, metadata: object, spec: object) =>
  new kubernetes.apiextensions.CustomResource(
    name,
    { apiVersion, kind, metadata, spec },
    { provider, dependsOn: [karpenter] },
  );

// One per class, so that each class has its own cost tag.
for (const name of workloadClasses)
  custom(
    `GpuNodes${name}`,
    "karpenter.k8s.aws/v1",
    "EC2NodeClass",
    { name: `gpu-${name}` },
    {
      tags: { ...costTags, [CLASS_TAG]: formatClassTag(stage.name, name) },
      amiSelectorTerms: [{ alias: `bottlerocket@v${declared.bottlerocket}` }],
      // An instance profile instead of a role, because the cluster cannot reach IAM.
      instanceProfile: nodeProfile.name,
      subnetSelectorTerms: workerSubnets.map(({ id }) => ({ id })),
      securityGroupSelectorTerms: [{ id: workers.id }],
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      instanceStorePolicy: "RAID0",
      blockDeviceMappings: [
        { deviceName: "/dev/xvda", ebs: { volumeSize: "8Gi", volumeType: "gp3", encrypted: true } },
        {
          deviceName: "/dev/xvdb",
          ebs: { volumeSize: "100Gi", volumeType: "gp3", encrypted: true, throughput: 500, iops: 6000 },
        },
      ],
      userData: SOCI,
    },
  );

for (const name of workloadClasses)
  for (const [capacity, { weight, expireAfterHours, graceSeconds }] of Object.entries(pools)) {
    const limit = capacity === "spot" ? stage.gpus[name].spot : stage.gpus[name].onDemand;
    custom(
      `Pool${name}${capacity === "spot" ? "Spot" : "OnDemand"}`,
      "karpenter.sh/v1",
      "NodePool",
      { name: `${name}-${capacity}` },
      {
        weight,
        limits: { "nvidia.com/gpu": limit },
        disruption: {
          consolidationPolicy: "WhenEmpty",
          consolidateAfter: `${WARM_SECONDS}s`,
          budgets: createBudgets(declared.nightHour),
        },
        template: {
          metadata: { labels: { "pegbar.example/class": name } },
          spec: {
            nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: `gpu-${name}` },
            requirements: [
              { key: "karpenter.sh/capacity-type", operator: "In", values: [capacity] },
              { key: "node.kubernetes.io/instance-type", operator: "In", values: instanceTypes[name] },
              { key: "kubernetes.io/arch", operator: "In", values: ["amd64"] },
            ],
            taints: [
              { key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" },
              { key: "pegbar.example/class", value: name, effect: "NoSchedule" },
            ],
            startupTaints: [{ key: "efs.csi.aws.com/agent-not-ready", effect: "NoExecute" }],
            expireAfter: `${expireAfterHours}h`,
            ...(graceSeconds === undefined ? {} : { terminationGracePeriod: `${graceSeconds}s` }),
          },
        },
      },
    );
  }
