import { expect, test } from "vitest";
import { createMemoryCluster } from "@pegbar/core/platform/adapter";
import { findDifferences } from "../check-cluster.ts";

const declared = {
  kubernetes: "1.34",
  bottlerocketRelease: "1.2.3-abcdef0",
  addons: {
    "vpc-cni": "v1",
    coredns: "v1",
    "kube-proxy": "v1",
    "aws-efs-csi-driver": "v1",
    "eks-pod-identity-agent": "v1",
    "eks-node-monitoring-agent": "v1",
  },
};
const well = {
  name: "pegbar-prod",
  status: "ACTIVE",
  version: "1.34",
  platformVersion: "eks.1",
  issues: [],
  nodeGroups: [
    {
      name: "controllers",
      status: "ACTIVE",
      version: "1.34",
      releaseVersion: "1.2.3-abcdef0",
      capacity: "ON_DEMAND",
      instanceTypes: ["m7g.large"],
      nodes: { desired: 2, least: 2, most: 2 },
      issues: [],
    },
  ],
  addOns: Object.entries(declared.addons).map(([name, version]) => ({ name, status: "ACTIVE", version, issues: [] })),
};

test("finds no differences in a cluster with the declared values", () => {
  expect(findDifferences(well, declared)).toEqual([]);
});

test("lists all other versions, missing parts and issues", () => {
  const [first, ...others] = well.addOns;
  const cluster = {
    ...well,
    version: "1.33",
    nodeGroups: well.nodeGroups.map((group) => ({
      ...group,
      status: "DEGRADED",
      releaseVersion: "1.2.2-abcdef0",
      issues: [{ code: "AsgInstanceLaunchFailures", message: "no capacity", resources: [] }],
    })),
    addOns: others.map((one) => (one.name === "coredns" ? { ...one, version: "v0" } : one)),
  };
  expect(first?.name).toBe("vpc-cni");
  expect(findDifferences(cluster, declared)).toEqual([
    "the cluster has version 1.33, but 1.34 is declared",
    "the node group controllers is DEGRADED",
    "the node group controllers has version 1.2.2-abcdef0, but 1.2.3-abcdef0 is declared",
    "the node group controllers: AsgInstanceLaunchFailures, no capacity",
    "the add-on vpc-cni is missing",
    "the add-on coredns has version v0, but v1 is declared",
  ]);
});

test("the cluster of a local instance differs from the declared values", async () => {
  expect(findDifferences(await createMemoryCluster().describe(), declared).length).toBeGreaterThan(0);
});
