/** What is wrong with a part of the cluster, as whoever runs it says. */
export interface ClusterIssue {
  code: string;
  message: string;
  /** What it concerns. */
  resources: string[];
}

export interface NodeGroup {
  name: string;
  status: string;
  /** Of Kubernetes, and of the image of its nodes. */
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
  /** Of Kubernetes; null where there is none. */
  version: string | null;
  platformVersion: string | null;
  issues: ClusterIssue[];
  nodeGroups: NodeGroup[];
  addOns: AddOn[];
}

/** What the workers run on. */
export interface FleetCluster {
  describe(): Promise<ClusterState>;
}
