import {
  DescribeAddonCommand,
  DescribeClusterCommand,
  DescribeNodegroupCommand,
  EKSClient,
  paginateListAddons,
  paginateListNodegroups,
  type EKSClientConfig,
} from "@aws-sdk/client-eks";
import type { AddOn, ClusterIssue, FleetCluster, NodeGroup } from "../port/index.ts";

interface Options {
  /** Name of the cluster. */
  name: string;
  client?: EKSClientConfig;
}

/**
 * A cluster of Amazon EKS. Nodes that Karpenter creates belong to no node group, so the state does not include them.
 */
export function createEksCluster({ name: clusterName, client: config = {} }: Options): FleetCluster {
  const client = new EKSClient(config);

  const readNodeGroup = async (nodegroupName: string): Promise<NodeGroup> => {
    const { nodegroup = {} } = await client.send(new DescribeNodegroupCommand({ clusterName, nodegroupName }));
    const { desiredSize = 0, minSize = 0, maxSize = 0 } = nodegroup.scalingConfig ?? {};
    return {
      name: nodegroupName,
      status: nodegroup.status ?? "UNKNOWN",
      version: nodegroup.version ?? null,
      releaseVersion: nodegroup.releaseVersion ?? null,
      capacity: nodegroup.capacityType ?? null,
      instanceTypes: nodegroup.instanceTypes ?? [],
      nodes: { desired: desiredSize, least: minSize, most: maxSize },
      issues: listIssues(nodegroup.health),
    };
  };
  const addOn = async (addonName: string): Promise<AddOn> => {
    const { addon = {} } = await client.send(new DescribeAddonCommand({ clusterName, addonName }));
    return {
      name: addonName,
      status: addon.status ?? "UNKNOWN",
      version: addon.addonVersion ?? null,
      issues: listIssues(addon.health),
    };
  };
  /** Requests run one after the other, because EKS allows few of them per second. */
  const listNodeGroups = async (): Promise<NodeGroup[]> => {
    const found: NodeGroup[] = [];
    for await (const { nodegroups = [] } of paginateListNodegroups({ client }, { clusterName }))
      for (const one of nodegroups) found.push(await readNodeGroup(one));
    return found;
  };
  const addOns = async (): Promise<AddOn[]> => {
    const found: AddOn[] = [];
    for await (const { addons = [] } of paginateListAddons({ client }, { clusterName }))
      for (const one of addons) found.push(await addOn(one));
    return found;
  };

  return {
    async describe() {
      const [{ cluster = {} }, groups, added] = await Promise.all([
        client.send(new DescribeClusterCommand({ name: clusterName })),
        listNodeGroups(),
        addOns(),
      ]);
      return {
        name: clusterName,
        status: cluster.status ?? "UNKNOWN",
        version: cluster.version ?? null,
        platformVersion: cluster.platformVersion ?? null,
        issues: listIssues(cluster.health),
        nodeGroups: groups,
        addOns: added,
      };
    },
  };
}

interface Health {
  issues?:
    | { code?: string | undefined; message?: string | undefined; resourceIds?: string[] | undefined }[]
    | undefined;
}

const listIssues = (health: Health | undefined): ClusterIssue[] =>
  (health?.issues ?? []).map(({ code = "Unknown", message = "", resourceIds = [] }) => ({
    code,
    message,
    resources: resourceIds,
  }));
