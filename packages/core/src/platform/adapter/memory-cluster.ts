import type { ClusterState, FleetCluster } from "../port/index.ts";

/** State of a cluster on one machine, without node groups and add-ons. */
const ONE_MACHINE: ClusterState = {
  name: "local",
  status: "ACTIVE",
  version: null,
  platformVersion: null,
  issues: [],
  nodeGroups: [],
  addOns: [],
};

/** A cluster with a fixed state. */
export const createMemoryCluster = (state: ClusterState = ONE_MACHINE): FleetCluster => ({
  describe: async () => structuredClone(state),
});
