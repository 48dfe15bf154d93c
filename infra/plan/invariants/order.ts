import type { Planned } from "../plan.ts";
import { listPredecessors, getByName, filterByType } from "../look.ts";
import type { Invariant } from "./invariant.ts";

/** The plan without one dependency of a resource. */
const findEarlyResources = (plan: readonly Planned[], name: string, notFor: string): Planned[] => {
  const { urn } = getByName(plan, notFor);
  return plan.map((one) => (one.name === name ? { ...one, after: one.after.filter((other) => other !== urn) } : one));
};

const findMissingDependencies = (plan: readonly Planned[], name: string, wanted: readonly string[]) => {
  const there = listPredecessors(plan, name);
  return wanted.filter((one) => !there.has(one)).map((one) => `${name} does not wait for ${one}`);
};

/** Dependencies whose absence only fails the first deploy of an account. */
export const order: Invariant[] = [
  {
    name: "nodes wait for their network, and add-ons that run on nodes wait for nodes",
    why: "a node without its network never becomes ready, and neither does DNS without nodes",
    check: (plan) => [
      ...findMissingDependencies(plan, "Controllers", [
        "AddonVpcCni",
        "AddonKubeProxy",
        "AddonEksPodIdentityAgent",
        "EcrDkrEndpoint",
        "StoreEndpoint",
        "ControllerToStoreOut",
        "ControllerToPlaneIn",
      ]),
      ...["AddonCoredns", "AddonAwsEfsCsiDriver"].flatMap((name) =>
        findMissingDependencies(plan, name, ["Controllers"]),
      ),
      ...["AddonVpcCni", "AddonKubeProxy"].flatMap((name) =>
        listPredecessors(plan, name).has("Controllers") ? [`${name} waits for nodes`] : [],
      ),
    ],
    plant: (plan) => findEarlyResources(plan, "Controllers", "AddonVpcCni"),
  },
  {
    name: "objects in the cluster wait for the deployer's access, for nodes and for DNS",
    why: "the creator of the cluster has no access by default, and a chart fails after five minutes without its pods",
    check: (plan) =>
      plan
        .filter(({ type }) => type.startsWith("kubernetes:"))
        .flatMap(({ name }) => findMissingDependencies(plan, name, ["Deployer1Policy", "Controllers", "AddonCoredns"])),
    plant: (plan) => findEarlyResources(plan, "ClusterApi", "Deployer1Policy"),
  },
  {
    name: "controllers get their permissions before they start",
    why: "a pod only gets permissions that exist when it is created",
    check: (plan) =>
      [
        ["Karpenter", "KarpenterIdentity"],
        ["KedaChart", "KedaIdentity"],
        ["Prometheus", "AlertmanagerIdentity"],
      ].flatMap(([chart = "", identity = ""]) => findMissingDependencies(plan, chart, [identity])),
    plant: (plan) => findEarlyResources(plan, "KedaChart", "KedaIdentity"),
  },
  {
    name: "a rule that refers to a security group of the runner's network waits for the peering",
    why: "before that, AWS does not find the group",
    check: (plan) =>
      plan.some(({ name }) => name === "RunnerToPlaneIn")
        ? findMissingDependencies(plan, "RunnerToPlaneIn", ["RunnerPeering"])
        : [],
    plant: (plan) => findEarlyResources(plan, "RunnerToPlaneIn", "RunnerPeering"),
  },
  {
    name: "objects of a custom kind wait for the chart that defines it",
    why: "the cluster does not accept a NodePool before Karpenter's definitions exist",
    check: (plan) => [
      ...plan
        .filter(({ type }) => type.startsWith("kubernetes:karpenter"))
        .flatMap(({ name }) => findMissingDependencies(plan, name, ["KarpenterCrd", "Karpenter"])),
      ...plan
        .filter(({ type }) => type.startsWith("kubernetes:keda.sh"))
        .flatMap(({ name }) => findMissingDependencies(plan, name, ["KedaChart"])),
    ],
    plant: (plan) => findEarlyResources(plan, "Scalelight", "KedaChart"),
  },
  {
    name: "each deploy migrates the database once it is available, before other functions are updated",
    why: "the migration must run again for new code, which fails on old tables",
    check: (plan) => [
      ...findMissingDependencies(plan, "Migrated", [
        "PostgresInstance",
        "FunctionToDatabaseOut",
        "FunctionToDatabaseIn",
        "MigrateFunction",
      ]),
      ...(Object.values(getByName(plan, "Migrated").inputs["triggers"] ?? {}).some(Boolean)
        ? []
        : ["the migration has no trigger and would run only once"]),
      ...filterByType(plan, "lambda/function:Function")
        .filter(({ name }) =>
          /^(Api|Events|Work|Media|Models|Repair|Janitor|Sequencer|Webhooks|Authorizer)Function$/.test(name),
        )
        .flatMap(({ name }) => findMissingDependencies(plan, name, ["Migrated"])),
    ],
    plant: (plan) =>
      plan.map((one) =>
        one.name === "Migrated" ? { ...one, inputs: { ...one.inputs, triggers: { code: "" } } } : one,
      ),
  },
  {
    name: "the function that mounts the model store waits for its mount targets",
    why: "AWS mounts the file system when it creates the function",
    check: (plan) =>
      filterByType(plan, "efs/mountTarget:MountTarget").flatMap(({ name }) =>
        findMissingDependencies(plan, "ModelsFunction", [name]),
      ),
    plant: (plan) => findEarlyResources(plan, "ModelsFunction", "ModelStore1"),
  },
];
