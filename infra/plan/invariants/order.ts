import type { Planned } from "../plan.ts";
import { listPredecessors, getByName, filterByType } from "../query.ts";
import type { Invariant } from "./invariant.ts";

/** Returns the plan without one dependency of a resource. */
const removeDependency = (plan: readonly Planned[], name: string, notFor: string): Planned[] => {
  const { urn } = getByName(plan, notFor);
  return plan.map((one) => (one.name === name ? { ...one, after: one.after.filter((other) => other !== urn) } : one));
};

const findMissingDependencies = (plan: readonly Planned[], name: string, wanted: readonly string[]) => {
  const there = listPredecessors(plan, name);
  return wanted.filter((one) => !there.has(one)).map((one) => `${name} does not wait for ${one}`);
};

/** Dependencies whose absence only makes the first deploy of an account fail. */
export const order: Invariant[] = [
  {
    name: "nodes wait for the network add-ons, and add-ons that run on nodes wait for nodes",
    needs: "GPU tier",
    why: "nodes without network add-ons never become ready, nor does CoreDNS without nodes",
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
    plant: (plan) => removeDependency(plan, "Controllers", "AddonVpcCni"),
  },
  {
    name: "cluster objects wait for access to the cluster, for nodes and for DNS",
    needs: "GPU tier",
    why: "the role that creates the cluster has no access to it, and a chart waits only five minutes for its pods",
    check: (plan) =>
      plan
        .filter(({ type }) => type.startsWith("kubernetes:"))
        .flatMap(({ name }) => findMissingDependencies(plan, name, ["Deployer1Policy", "Controllers", "AddonCoredns"])),
    plant: (plan) => removeDependency(plan, "ClusterApi", "Deployer1Policy"),
  },
  {
    name: "controllers have their permissions before they start",
    needs: "GPU tier",
    why: "a pod gets permissions when it is admitted, so an existing pod never gets them",
    check: (plan) =>
      [
        ["Karpenter", "KarpenterIdentity"],
        ["KedaChart", "KedaIdentity"],
        ["Prometheus", "AlertmanagerIdentity"],
        ["CloudwatchExporter", "CloudwatchExporterIdentity"],
      ].flatMap(([chart = "", identity = ""]) => findMissingDependencies(plan, chart, [identity])),
    plant: (plan) => removeDependency(plan, "KedaChart", "KedaIdentity"),
  },
  {
    name: "a rule that refers to a security group of the runner's network waits for the peering",
    needs: "GPU tier",
    why: "AWS cannot find the group before",
    check: (plan) =>
      plan.some(({ name }) => name === "RunnerToPlaneIn")
        ? findMissingDependencies(plan, "RunnerToPlaneIn", ["RunnerPeering"])
        : [],
    plant: (plan) => removeDependency(plan, "RunnerToPlaneIn", "RunnerPeering"),
  },
  {
    name: "custom resources wait for the chart with their definition",
    needs: "GPU tier",
    why: "the cluster rejects a NodePool before Karpenter's definitions are installed",
    check: (plan) => [
      ...plan
        .filter(({ type }) => type.startsWith("kubernetes:karpenter"))
        .flatMap(({ name }) => findMissingDependencies(plan, name, ["KarpenterCrd", "Karpenter"])),
      ...plan
        .filter(({ type }) => type.startsWith("kubernetes:keda.sh"))
        .flatMap(({ name }) => findMissingDependencies(plan, name, ["KedaChart"])),
    ],
    plant: (plan) => removeDependency(plan, "Scalelight", "KedaChart"),
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
    name: "the function that mounts the model store is created after the mount targets",
    needs: "GPU tier",
    why: "AWS mounts the store when it creates the function",
    check: (plan) =>
      filterByType(plan, "efs/mountTarget:MountTarget").flatMap(({ name }) =>
        findMissingDependencies(plan, "ModelsFunction", [name]),
      ),
    plant: (plan) => removeDependency(plan, "ModelsFunction", "ModelStore1"),
  },
];
