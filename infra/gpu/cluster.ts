import { clusterName, costTags, declared, stage } from "../here";
import { allow, allowStore, endpoints, files, group, usedSubnets, vpc, ways, workers } from "../network";
import { reaches } from "./runner";
import { buildInlinePolicies } from "../inline-policy.ts";

export const role = (name: string, service: string, managed: string[] = []): aws.iam.Role =>
  new aws.iam.Role(name, {
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: service }),
    managedPolicyArns: managed.map((policy) => `arn:aws:iam::aws:policy/${policy}`),
  });

const secretsKey = new aws.kms.Key("ClusterKey", {
  description: "Pegbar: secrets of the cluster",
  enableKeyRotation: true,
  deletionWindowInDays: 30,
});

/** The cluster's API and the nodes of its controllers. */
const plane = group("PlaneGroup", "The cluster's API");
export const controllers = group("ControllerGroup", "Nodes of the controllers");
const [HTTPS, KUBELET, DNS, NFS, WEBHOOKS, SCALER] = [443, 10_250, 53, 2049, 9443, 6443] as const;
for (const [name, nodes] of Object.entries({ Worker: workers, Controller: controllers })) {
  allow(`${name}ToPlane`, nodes, plane, HTTPS);
  allow(`PlaneTo${name}`, plane, nodes, KUBELET);
}
allow("PlaneToWebhooks", plane, controllers, WEBHOOKS);
allow("PlaneToScaler", plane, controllers, SCALER);
allow("WorkerToDns", workers, controllers, DNS);
allow("WorkerToDnsUdp", workers, controllers, DNS, true);
// Controllers connect to each other on ports that their charts choose: DNS, metrics, KEDA, Grafana's data source.
allow("ControllerToController", controllers, controllers, [1, 65_535]);
allow("ControllerToDnsUdp", controllers, controllers, DNS, true);
allow("ControllerToEndpoint", controllers, endpoints, HTTPS);
allowStore("Controller", controllers);
allow("ControllerToFiles", controllers, files, NFS);
allow("ScrapesWorker", controllers, workers, 9464);
allow("ScrapesGpu", controllers, workers, 9400);

// EKS would create it without retention.
const planeLog = new aws.cloudwatch.LogGroup("PlaneLog", {
  name: `/aws/eks/${clusterName}/cluster`,
  retentionInDays: stage.logDays,
});
export const cluster = new aws.eks.Cluster(
  "GpuCluster",
  {
    name: clusterName,
    version: declared.kubernetes,
    roleArn: role("ClusterRole", "eks.amazonaws.com", ["AmazonEKSClusterPolicy"]).arn,
    accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
    bootstrapSelfManagedAddons: false,
    vpcConfig: {
      subnetIds: vpc.privateSubnets,
      securityGroupIds: [plane.id],
      endpointPrivateAccess: true,
      // Only from the declared addresses. Production has none, and is deployed from a peered network.
      endpointPublicAccess: declared.clusterCidrs.length > 0,
      ...(declared.clusterCidrs.length > 0 ? { publicAccessCidrs: declared.clusterCidrs } : {}),
    },
    encryptionConfig: { provider: { keyArn: secretsKey.arn }, resources: ["secrets"] },
    enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
    upgradePolicy: { supportType: "STANDARD" },
    deletionProtection: stage.removal === "retain",
  },
  { protect: stage.removal === "retain", dependsOn: [planeLog] },
);

/** Network access for the deploy. */
const reached = reaches(plane);

/** Access for the roles that deploy. */
const deployers = declared.deployers.map((deployer, at) => {
  const entry = new aws.eks.AccessEntry(`Deployer${at + 1}`, { clusterName: cluster.name, principalArn: deployer });
  return new aws.eks.AccessPolicyAssociation(`Deployer${at + 1}Policy`, {
    clusterName: cluster.name,
    principalArn: entry.principalArn,
    policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
    accessScope: { type: "cluster" },
  });
});

/** Identity provider for tokens of service accounts, which only the worker's container has. */
export const tokens = new aws.iam.OpenIdConnectProvider("ClusterTokens", {
  url: cluster.identities.apply((found) => found?.[0]?.oidcs?.[0]?.issuer ?? "https://oidc.invalid"),
  clientIdLists: ["sts.amazonaws.com"],
});

/** What every node needs. Not the CNI's policy: custom nodes run on GPU nodes, and it can move network interfaces. */
const NODE = ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"];

/**
 * Trust policy for one service account of this cluster. EKS sends these tags with each session of a pod (EKS user guide,
 * "Create IAM role with trust policy required by EKS Pod Identity").
 */
const trustPod = (namespace: string, serviceAccount: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "pods.eks.amazonaws.com" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Condition: {
          StringEquals: {
            "aws:RequestTag/eks-cluster-name": clusterName,
            "aws:RequestTag/kubernetes-namespace": namespace,
            "aws:RequestTag/kubernetes-service-account": serviceAccount,
          },
        },
      },
    ],
  });
/** Attaches addresses of the network to nodes, for pods. */
const cniRole = new aws.iam.Role("CniRole", {
  assumeRolePolicy: trustPod("kube-system", "aws-node"),
  managedPolicyArns: ["arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy"],
});

interface AddonOptions {
  after?: $util.Resource[];
  configuration?: object;
  /** A role for one of the add-on's service accounts, associated before its pods start. */
  identity?: { serviceAccount: string; roleArn: $util.Input<string> };
}
const addon = (name: keyof typeof declared.addons, { after = [], configuration, identity }: AddonOptions = {}) =>
  new aws.eks.Addon(
    `Addon${name.replaceAll(/(^|-)(\w)/g, (_all, _mark, letter: string) => letter.toUpperCase())}`,
    {
      clusterName: cluster.name,
      addonName: name,
      addonVersion: declared.addons[name],
      resolveConflictsOnUpdate: "OVERWRITE",
      ...(configuration ? { configurationValues: JSON.stringify(configuration) } : {}),
      ...(identity ? { podIdentityAssociations: [identity] } : {}),
    },
    { dependsOn: after },
  );
/** Add-ons that must exist before any node, because nodes are not ready without them and their group fails. */
const onNodes = [
  // Without this setting, a NetworkPolicy has no effect.
  addon("vpc-cni", {
    configuration: { enableNetworkPolicy: "true" },
    identity: { serviceAccount: "aws-node", roleArn: cniRole.arn },
  }),
  addon("kube-proxy"),
  addon("eks-pod-identity-agent"),
];

/** A few on-demand nodes for the controllers that start all others. */
const template = new aws.ec2.LaunchTemplate("ControllerNodes", {
  metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
  vpcSecurityGroupIds: [controllers.id],
  // Tags of the group do not reach its instances and volumes.
  tagSpecifications: ["instance", "volume"].map((resourceType) => ({ resourceType, tags: costTags })),
  blockDeviceMappings: [{ deviceName: "/dev/xvdb", ebs: { volumeSize: 40, volumeType: "gp3", encrypted: "true" } }],
});
const nodeGroup = new aws.eks.NodeGroup(
  "Controllers",
  {
    clusterName: cluster.name,
    nodeRoleArn: role("ControllerNodeRole", "ec2.amazonaws.com", NODE).arn,
    subnetIds: usedSubnets,
    amiType: "BOTTLEROCKET_ARM_64",
    releaseVersion: declared.bottlerocketRelease,
    capacityType: "ON_DEMAND",
    instanceTypes: stage.controllers.instanceTypes,
    scalingConfig: {
      minSize: stage.controllers.nodes,
      desiredSize: stage.controllers.nodes,
      maxSize: stage.controllers.nodes,
    },
    launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
    nodeRepairConfig: { enabled: true },
  },
  { dependsOn: [...onNodes, ...ways] },
);
/**
 * Sets the node conditions for node repair by Karpenter and by the managed node group. Without it, Karpenter only replaces
 * nodes that are not Ready, and no nodes whose GPU fails (karpenter-provider-aws 1.14.1, CloudProvider.RepairPolicies).
 */
addon("eks-node-monitoring-agent", {
  after: [nodeGroup],
  // By default its GPU part tolerates no taint (chart of 1.7.0), and all our GPU nodes have two.
  configuration: { dcgmAgent: { tolerations: [{ operator: "Exists" }] } },
});
const dns = addon("coredns", { after: [nodeGroup] });
export const efsDriver = addon("aws-efs-csi-driver", {
  after: [nodeGroup],
  configuration: { node: { tolerations: [{ operator: "Exists" }] } },
});

/** Role of nodes that Karpenter starts: join the cluster, pull images, mount the model store read-only. */
export const nodeRole = role("NodeRole", "ec2.amazonaws.com", NODE);
export const nodeProfile = new aws.iam.InstanceProfile("NodeProfile", { role: nodeRole.name });
new aws.eks.AccessEntry("Nodes", { clusterName: cluster.name, principalArn: nodeRole.arn, type: "EC2_LINUX" });

/**
 * Permissions of a controller's service account; never of a worker's, whose pods run untrusted code. Pods that already
 * exist do not get them.
 */
export function podIdentity(
  name: string,
  namespace: string,
  serviceAccount: string,
  statements: object[],
): aws.eks.PodIdentityAssociation {
  const own = new aws.iam.Role(`${name}Role`, {
    assumeRolePolicy: trustPod(namespace, serviceAccount),
    inlinePolicies: buildInlinePolicies("own", statements),
  });
  return new aws.eks.PodIdentityAssociation(`${name}Identity`, {
    clusterName: cluster.name,
    namespace,
    serviceAccount,
    roleArn: own.arn,
  });
}

/** Dependencies of objects in the cluster: access, nodes, namespaces. */
export const provider = new kubernetes.Provider(
  "ClusterApi",
  {
    kubeconfig: $jsonStringify({
      apiVersion: "v1",
      kind: "Config",
      "current-context": "pegbar",
      clusters: [
        {
          name: "pegbar",
          cluster: {
            server: cluster.endpoint,
            "certificate-authority-data": cluster.certificateAuthority.apply((found) => found?.data ?? ""),
          },
        },
      ],
      contexts: [{ name: "pegbar", context: { cluster: "pegbar", user: "deployer" } }],
      users: [
        {
          name: "deployer",
          user: {
            exec: {
              apiVersion: "client.authentication.k8s.io/v1beta1",
              command: "aws",
              args: ["eks", "get-token", "--cluster-name", clusterName, "--region", declared.region],
            },
          },
        },
      ],
    }),
  },
  { dependsOn: [...deployers, ...reached, nodeGroup, dns, efsDriver] },
);

/** Namespaces for unprivileged pods only. */
export const namespace = (name: string, level: "restricted" | "baseline" | "privileged") =>
  new kubernetes.core.v1.Namespace(
    `Namespace${name}`,
    {
      metadata: {
        name,
        labels: {
          "pod-security.kubernetes.io/enforce": level,
          "pod-security.kubernetes.io/enforce-version": `v${declared.kubernetes}`,
        },
      },
    },
    { provider },
  );
