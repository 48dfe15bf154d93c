import { describe, expect, test } from "vitest";
import { filterByType, getByName, getValue, hasGpuTier, list } from "./query.ts";
import { invariants } from "./invariants/index.ts";
import { planShape, shapes } from "./shapes.ts";

const plans = new Map(await Promise.all(shapes.map(async (shape) => [shape.name, await planShape(shape)] as const)));
const getPlan = (shape: string) => plans.get(shape) ?? [];
const names = [...plans.keys()];

describe.each(Object.entries(invariants))("%s", (_concern, all) => {
  describe.each(all)("$name", ({ why, check, plant, needs }) => {
    test.each(names.filter((name) => needs !== "GPU tier" || hasGpuTier(getPlan(name))))("%s", async (name) => {
      expect(await check(getPlan(name)), why).toEqual([]);
    });

    test("finds the planted violation", async () => {
      expect(await check(plant(getPlan("prod")))).not.toEqual([]);
    });
  });
});

/** Parts of a stage that exist only with the GPU tier, by type. */
const GPU_TYPES = /^(kubernetes:|aws:eks|aws:efs|aws:ecs)/;

test.each(names)("%s has all or no parts of the GPU tier", (name) => {
  const plan = getPlan(name);
  const expected = !["without the GPU tier", "dev-lite"].includes(name);
  expect(hasGpuTier(plan)).toBe(expected);
  expect(plan.some(({ type }) => GPU_TYPES.test(type))).toBe(expected);
  expect(plan.some((one) => one.name === "WorkApiApi")).toBe(expected);
});

const listSubnets = (name: string, resource: string) => list(getByName(getPlan(name), resource).inputs["subnetIds"]);

test("a single zone has endpoints and nodes in one zone; Aurora and EKS have subnets in two", () => {
  const plan = getPlan("in a single zone");
  expect(listSubnets("in a single zone", "SqsEndpoint")).toHaveLength(1);
  expect(listSubnets("in a single zone", "Controllers")).toHaveLength(1);
  expect(listSubnets("in a single zone", "PostgresSubnetGroup")).toHaveLength(2);
  expect(getValue(getByName(plan, "GpuCluster").inputs, "vpcConfig", "subnetIds")).toHaveLength(2);
  expect(plan.filter(({ name }) => name.startsWith("WorkerSubnet"))).toHaveLength(1);
});

test("a reader adds a second instance of the database", () => {
  const count = (name: string) => filterByType(getPlan(name), "rds/clusterInstance:ClusterInstance").length;
  expect([count("dev"), count("with a reader")]).toEqual([1, 2]);
});

test("dev-lite has a database that can pause, and nothing that keeps it awake", () => {
  const plan = getPlan("dev-lite");
  expect(getByName(plan, "PostgresCluster").inputs["serverlessv2ScalingConfiguration"]).toMatchObject({
    minCapacity: 0,
    secondsUntilAutoPause: 300,
  });
  expect(filterByType(plan, "rds/proxy:Proxy")).toEqual([]);
  expect(getByName(plan, "PostgresClusterParameterGroup").inputs["parameters"]).toContainEqual({
    name: "idle_session_timeout",
    value: "120000",
  });
  const rates = filterByType(plan, "scheduler/schedule:Schedule").map(({ name, inputs }) => [
    name.replace(/Schedule.*/, ""),
    inputs["scheduleExpression"],
  ]);
  // The function that fetches the issuer's keys has no database.
  expect(Object.fromEntries(rates)).toEqual({
    IssuerKeys: "rate(5 minutes)",
    Janitor: "rate(1 hour)",
    Repair: "rate(1 hour)",
    Sequencer: "rate(1 hour)",
    Webhooks: "rate(1 hour)",
  });
});

test("a stage with one studio has its tag, and a stage with a mail domain sends sign-in mail through SES", () => {
  const plan = getPlan("with domains");
  expect(getValue(getByName(plan, "App").inputs, "providers", "aws", "defaultTags", "tags", "pegbar:studio")).toBe(
    "Lumen",
  );
  expect(getByName(plan, "PeopleUserPool").inputs["emailConfiguration"]).toEqual({
    emailSendingAccount: "DEVELOPER",
    fromEmailAddress: "sign-in@pegbar.example",
    sourceArn: "arn:aws:ses:eu-west-1:123456789012:identity/pegbar.example",
  });
  expect(getByName(getPlan("prod"), "PeopleUserPool").inputs["emailConfiguration"]).toEqual({
    emailSendingAccount: "COGNITO_DEFAULT",
  });
});

test("a vault in another account owns its copies, and this account creates no bucket for them", () => {
  const plan = getPlan("with a vault in another account");
  expect(plan.some(({ name }) => name === "ObjectsVault")).toBe(false);
  const [rule] = list(getByName(plan, "ObjectsReplication").inputs["rules"]);
  expect(getValue(rule, "destination")).toMatchObject({
    account: "210987654321",
    bucket: "arn:aws:s3:::vault-objects",
    accessControlTranslation: { owner: "Destination" },
  });
  const [backup] = list(getByName(plan, "Backups").inputs["rules"]);
  expect(getValue(backup, "copyActions", 0, "destinationVaultArn")).toContain(":210987654321:backup-vault:pegbar");
});

test("custom domains have certificates, and the API has no other URL", () => {
  const plan = getPlan("with domains");
  const certificates = filterByType(plan, "acm/certificate:Certificate").map(({ inputs }) => inputs["domainName"]);
  expect(certificates.toSorted()).toEqual(["api.pegbar.example", "pegbar.example"]);
  expect(getByName(plan, "PublicApiApi").inputs["disableExecuteApiEndpoint"]).toBe(true);
});
