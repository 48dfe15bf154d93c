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
    name: "nodes find their network there, and what runs on nodes finds nodes",
    needs: "GPU tier",
    why: "a node without it is never ready, and a name server without nodes neither: each would wait for the other",
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
    name: "objects of the cluster wait for the right to make them, for nodes and for names",
    needs: "GPU tier",
    why: "whoever made the cluster may not change it; a chart waits five minutes for its pods, and then the deploy fails",
    check: (plan) =>
      plan
        .filter(({ type }) => type.startsWith("kubernetes:"))
        .flatMap(({ name }) => findMissingDependencies(plan, name, ["Deployer1Policy", "Controllers", "AddonCoredns"])),
    plant: (plan) => findEarlyResources(plan, "ClusterApi", "Deployer1Policy"),
  },
  {
    name: "controllers get their rights before they start",
    needs: "GPU tier",
    why: "rights reach a pod when it is admitted: one that was there before never gets them",
    check: (plan) =>
      [
        ["Karpenter", "KarpenterIdentity"],
        ["KedaChart", "KedaIdentity"],
        ["Prometheus", "AlertmanagerIdentity"],
      ].flatMap(([chart = "", identity = ""]) => findMissingDependencies(plan, chart, [identity])),
    plant: (plan) => findEarlyResources(plan, "KedaChart", "KedaIdentity"),
  },
  {
    name: "a rule that names a group of the runner's network waits until the two are neighbours",
    needs: "GPU tier",
    why: "before, AWS does not know the group",
    check: (plan) =>
      plan.some(({ name }) => name === "RunnerToPlaneIn")
        ? findMissingDependencies(plan, "RunnerToPlaneIn", ["RunnerPeering"])
        : [],
    plant: (plan) => findEarlyResources(plan, "RunnerToPlaneIn", "RunnerPeering"),
  },
  {
    name: "objects of a kind wait for the chart that brings the kind",
    needs: "GPU tier",
    why: "the cluster does not know a NodePool before Karpenter's definitions are there",
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
    name: "the function that mounts the model store is made once it can be mounted",
    needs: "GPU tier",
    why: "AWS tries the mount when it makes the function",
    check: (plan) =>
      filterByType(plan, "efs/mountTarget:MountTarget").flatMap(({ name }) =>
        findMissingDependencies(plan, "ModelsFunction", [name]),
      ),
    plant: (plan) => findEarlyResources(plan, "ModelsFunction", "ModelStore1"),
  },
];
