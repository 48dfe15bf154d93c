import type { ClusterState, FleetCluster } from "../port/index.ts";

/** One machine is no cluster: it is there, and has nothing that a cluster has. */
const ONE_MACHINE: ClusterState = {
  name: "local",
  status: "ACTIVE",
  version: null,
  platformVersion: null,
  issues: [],
  nodeGroups: [],
  addOns: [],
};

/** A cluster that is as it is told. */
export const memoryCluster = (state: ClusterState = ONE_MACHINE): FleetCluster => ({
  describe: async () => structuredClone(state),
});
