/** A problem of a part of the cluster, as the provider reports it. */
export interface ClusterIssue {
  code: string;
  message: string;
  /** Ids of the affected resources. */
  resources: string[];
}

export interface NodeGroup {
  name: string;
  status: string;
  /** Versions of Kubernetes and of the node image. */
  version: string | null;
  releaseVersion: string | null;
  /** `ON_DEMAND`, `SPOT` or `CAPACITY_BLOCK`. */
  capacity: string | null;
  instanceTypes: string[];
  nodes: { desired: number; least: number; most: number };
  issues: ClusterIssue[];
}

export interface AddOn {
  name: string;
  status: string;
  version: string | null;
  issues: ClusterIssue[];
}

export interface ClusterState {
  name: string;
  status: string;
  /** Version of Kubernetes; null outside of Kubernetes. */
  version: string | null;
  platformVersion: string | null;
  issues: ClusterIssue[];
  nodeGroups: NodeGroup[];
  addOns: AddOn[];
}

/** State of the cluster that workers run on. */
export interface FleetCluster {
  describe(): Promise<ClusterState>;
}
