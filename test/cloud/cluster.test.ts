import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createEksCluster, createMemoryCluster } from "@pegbar/core/platform/adapter";
import type { FleetCluster } from "@pegbar/core/platform/port";
import * as Fleet from "@pegbar/core/job/fleet";
import * as Context from "@pegbar/core/platform/context.ts";
import { startApi, type TestApi } from "../setup/api.ts";
import { startService } from "../setup/service.ts";

/** Responses of Amazon EKS by path. Lists have pages of one item. */
const answers: Record<string, object> = {
  "/clusters/pegbar-dev": {
    cluster: {
      name: "pegbar-dev",
      arn: "arn:aws:eks:eu-central-1:123456789012:cluster/pegbar-dev",
      createdAt: 1764000000.123,
      version: "1.34",
      endpoint: "https://ABCDEF.gr7.eu-central-1.eks.amazonaws.com",
      roleArn: "arn:aws:iam::123456789012:role/cluster",
      resourcesVpcConfig: { subnetIds: ["subnet-1"], endpointPublicAccess: false, endpointPrivateAccess: true },
      logging: { clusterLogging: [{ types: ["api", "audit"], enabled: true }] },
      status: "ACTIVE",
      certificateAuthority: { data: "LS0t" },
      platformVersion: "eks.9",
      tags: { stage: "dev" },
      health: {
        issues: [{ code: "Ec2SubnetNotFound", message: "A subnet is gone.", resourceIds: ["subnet-1"] }],
      },
      accessConfig: { authenticationMode: "API" },
      upgradePolicy: { supportType: "STANDARD" },
    },
  },
  "/clusters/pegbar-dev/node-groups/controllers": {
    nodegroup: {
      nodegroupName: "controllers",
      clusterName: "pegbar-dev",
      version: "1.34",
      releaseVersion: "1.50.0-abcdef",
      createdAt: 1764000000.5,
      status: "DEGRADED",
      capacityType: "ON_DEMAND",
      scalingConfig: { minSize: 2, maxSize: 3, desiredSize: 2 },
      instanceTypes: ["m7g.large"],
      amiType: "BOTTLEROCKET_ARM_64",
      health: {
        issues: [{ code: "AsgInstanceLaunchFailures", message: "No capacity.", resourceIds: ["eks-controllers"] }],
      },
    },
  },
  "/clusters/pegbar-dev/node-groups/spare": {
    nodegroup: { nodegroupName: "spare", clusterName: "pegbar-dev", status: "CREATING", health: {} },
  },
  "/clusters/pegbar-dev/addons/aws-efs-csi-driver": {
    addon: {
      addonName: "aws-efs-csi-driver",
      clusterName: "pegbar-dev",
      status: "ACTIVE",
      addonVersion: "v2.1.0-eksbuild.1",
      health: { issues: [] },
      createdAt: 1764000000.5,
    },
  },
};
const pages: Record<string, Record<string, object>> = {
  "/clusters/pegbar-dev/node-groups": {
    "": { nodegroups: ["controllers"], nextToken: "more" },
    more: { nodegroups: ["spare"] },
  },
  "/clusters/pegbar-dev/addons": { "": { addons: ["aws-efs-csi-driver"] } },
};

let eks: Awaited<ReturnType<typeof startService>>;
let api: TestApi;
beforeAll(async () => {
  eks = await startService(({ method, url }) => {
    const { pathname, searchParams } = url;
    const page = pages[pathname]?.[searchParams.get("nextToken") ?? ""];
    const body = method === "GET" ? (page ?? answers[pathname]) : undefined;
    return body ? { body } : { status: 404, error: "ResourceNotFoundException" };
  });
  api = await startApi();
});
afterAll(() => Promise.all([eks.stop(), api.stop()]));

describe("the cluster", () => {
  test("is described with its groups, add-ons and their issues", async () => {
    expect(await createEksCluster({ name: "pegbar-dev", client: eks.client }).describe()).toEqual({
      name: "pegbar-dev",
      status: "ACTIVE",
      version: "1.34",
      platformVersion: "eks.9",
      issues: [{ code: "Ec2SubnetNotFound", message: "A subnet is gone.", resources: ["subnet-1"] }],
      nodeGroups: [
        {
          name: "controllers",
          status: "DEGRADED",
          version: "1.34",
          releaseVersion: "1.50.0-abcdef",
          capacity: "ON_DEMAND",
          instanceTypes: ["m7g.large"],
          nodes: { desired: 2, least: 2, most: 3 },
          issues: [{ code: "AsgInstanceLaunchFailures", message: "No capacity.", resources: ["eks-controllers"] }],
        },
        {
          name: "spare",
          status: "CREATING",
          version: null,
          releaseVersion: null,
          capacity: null,
          instanceTypes: [],
          nodes: { desired: 0, least: 0, most: 0 },
          issues: [],
        },
      ],
      addOns: [{ name: "aws-efs-csi-driver", status: "ACTIVE", version: "v2.1.0-eksbuild.1", issues: [] }],
    });
  });

  const asOperator = (cluster: FleetCluster) =>
    Context.provide(
      { actor: { type: "platform", name: "test" }, ports: { ...api.studios.ports.operator, cluster } },
      () => Fleet.readCluster(),
    );

  test("is 503 if it cannot be queried, without details of the account", async () => {
    const missing = createEksCluster({ name: "elsewhere", client: eks.client });
    await expect(asOperator(missing)).rejects.toMatchObject({
      code: "unavailable",
      message: "The cluster's state is not available. Try again.",
    });
  });

  test("of one machine exists without groups and add-ons", async () => {
    const { status, body } = await api.ask("GET", "/v1/fleet/cluster", { as: "operator@pegbar.example" });
    expect([status, body]).toEqual([200, await createMemoryCluster().describe()]);
  });

  test("is visible to operators only", async () => {
    expect((await api.ask("GET", "/v1/fleet/cluster", { as: "admin@lumen.example" })).status).toBe(403);
  });
});
