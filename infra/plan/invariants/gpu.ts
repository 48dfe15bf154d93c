import type { Planned } from "../plan.ts";
import { at, changed, list, ofType, text, without } from "../look.ts";
import type { Invariant } from "./invariant.ts";

const deployments = (plan: readonly Planned[]) => ofType(plan, "kubernetes:apps/v1:Deployment");
const pod = (one: Planned) => at(one.inputs, "spec", "template", "spec");
const containers = (one: Planned) => [...list(at(pod(one), "initContainers")), ...list(at(pod(one), "containers"))];
const custom = (plan: readonly Planned[], kind: string) => plan.filter(({ inputs }) => inputs["kind"] === kind);

/** Changes the first container of a worker's pod. */
const withContainer = (
  plan: readonly Planned[],
  which: "initContainers" | "containers",
  change: (container: Record<string, unknown>) => void,
) =>
  changed(plan, "Workerlight", (inputs) => {
    const [first] = list(at(inputs, "spec", "template", "spec", which));
    change(first as Record<string, unknown>);
  });

export const gpu: Invariant[] = [
  {
    name: "every image is named by its digest",
    why: "a tag is whatever somebody pushed last",
    check: (plan) => [
      ...deployments(plan).flatMap((one) =>
        containers(one)
          .filter((container) => !/@sha256:[0-9a-f]{64}$/.test(text(at(container, "image"))))
          .map((container) => `${one.name}: ${text(at(container, "image"))}`),
      ),
      ...ofType(plan, "ecs/taskDefinition:TaskDefinition")
        .filter(({ inputs }) => !/@sha256:[0-9a-f]{64}/.test(text(inputs["containerDefinitions"])))
        .map(({ name }) => name),
      ...ofType(plan, "kubernetes:helm.sh/v3:Release").flatMap(({ name, inputs }) =>
        name === "KarpenterCrd" || /sha256:[0-9a-f]{64}|"sha":"[0-9a-f]{64}"/.test(text(inputs["values"]))
          ? []
          : [`${name} takes images by tag`],
      ),
      ...ofType(plan, "ecr/repository:Repository")
        .filter(({ inputs }) => inputs["imageTagMutability"] !== "IMMUTABLE")
        .map(({ name }) => `${name}'s tags move`),
    ],
    plant: (plan) => withContainer(plan, "containers", (container) => (container["image"] = "pegbar/worker:latest")),
  },
  {
    name: "images and charts come from our own registry",
    why: "nobody in the cluster reaches another one, and nobody else's is checked",
    check: (plan) => [
      ...deployments(plan).flatMap((one) =>
        containers(one)
          .filter((container) => !/^\d{12}\.dkr\.ecr\./.test(text(at(container, "image"))))
          .map((container) => `${one.name}: ${text(at(container, "image"))}`),
      ),
      ...ofType(plan, "kubernetes:helm.sh/v3:Release")
        .filter(({ inputs }) => !/^oci:\/\/\d{12}\.dkr\.ecr\./.test(text(inputs["chart"])))
        .map(({ name }) => name),
    ],
    plant: (plan) => changed(plan, "KedaChart", (inputs) => (inputs["chart"] = "oci://ghcr.io/kedacore/keda")),
  },
  {
    name: "ComfyUI has no token, no credential and no service account's",
    why: "custom nodes run in its container, and see all that it sees",
    check: (plan) =>
      deployments(plan).flatMap((one) => {
        const [comfyui] = list(at(pod(one), "initContainers"));
        const env = list(at(comfyui, "env")).map((item) => text(at(item, "name")));
        const mounts = list(at(comfyui, "volumeMounts")).map((mount) => text(at(mount, "name")));
        return [
          ...env
            .filter((name) => /AWS|TOKEN|KEY|SST_/.test(name))
            .map((name) => `${one.name}: ${name} in ComfyUI's environment`),
          ...mounts
            .filter((name) => ["token", "cache"].includes(name))
            .map((name) => `${one.name}: ${name} mounted in ComfyUI`),
          ...(at(pod(one), "automountServiceAccountToken") === false
            ? []
            : [`${one.name}: the account's token is mounted everywhere`]),
          ...(at(pod(one), "serviceAccountName") === undefined ? [`${one.name}: runs as the namespace's default`] : []),
        ];
      }),
    plant: (plan) =>
      withContainer(
        plan,
        "initContainers",
        (container) => (container["volumeMounts"] = [{ name: "token", mountPath: "/t" }]),
      ),
  },
  {
    name: "worker pods are restricted: not root, nothing to gain, a disk that nobody writes",
    why: "the first thing that an escape needs",
    check: (plan) =>
      deployments(plan).flatMap((one) =>
        containers(one).flatMap((container) => {
          const context = at(container, "securityContext");
          const is = [
            at(context, "allowPrivilegeEscalation") === false,
            at(context, "readOnlyRootFilesystem") === true,
            at(context, "runAsNonRoot") === true,
            list(at(context, "capabilities", "drop")).includes("ALL"),
            at(context, "seccompProfile", "type") === "RuntimeDefault",
          ];
          return is.every(Boolean) ? [] : [`${one.name}: ${text(at(container, "name"))} is not locked`];
        }),
      ),
    plant: (plan) => withContainer(plan, "initContainers", (container) => delete container["securityContext"]),
  },
  {
    name: "the model store is mounted to read",
    why: "a node that writes models puts code into every studio's next job",
    check: (plan) => [
      ...ofType(plan, "kubernetes:core/v1:PersistentVolume").flatMap(({ name, inputs }) =>
        at(inputs, "spec", "csi", "readOnly") === true && text(at(inputs, "spec", "accessModes")) === '["ReadOnlyMany"]'
          ? []
          : [`${name} can be written`],
      ),
      ...deployments(plan).flatMap((one) =>
        containers(one).flatMap((container) =>
          list(at(container, "volumeMounts"))
            .filter((mount) => at(mount, "name") === "models" && at(mount, "readOnly") !== true)
            .map(() => `${one.name} writes models`),
        ),
      ),
    ],
    plant: (plan) =>
      changed(
        plan,
        "ModelsVolume",
        (inputs) => ((inputs["spec"] as { csi: { readOnly: boolean } }).csi.readOnly = false),
      ),
  },
  {
    name: "nobody speaks to a worker but Prometheus, and no worker to the node's metadata",
    why: "metadata gives the node's credentials",
    check: (plan) => {
      const policies = ofType(plan, "kubernetes:networking.k8s.io/v1:NetworkPolicy");
      return policies.some(
        ({ inputs }) =>
          text(at(inputs, "spec", "podSelector")) === "{}" &&
          list(at(inputs, "spec", "policyTypes")).length === 2 &&
          list(at(inputs, "spec", "ingress")).length === 1 &&
          text(at(inputs, "spec", "egress")).includes("169.254.0.0/16"),
      )
        ? []
        : ["workers have no policy"];
    },
    plant: (plan) => without(plan, "WorkerTraffic"),
  },
  {
    name: "Spot first; what is at full price has a limit of its own",
    why: "a Spot drought at night must not become a bill",
    check: (plan) => {
      const pools = custom(plan, "NodePool");
      const of = (capacity: string) =>
        pools.filter(({ inputs }) =>
          text(at(inputs, "spec", "template", "spec", "requirements")).includes(`"${capacity}"`),
        );
      const weight = (one: Planned) => Number(at(one.inputs, "spec", "weight"));
      const [spot, full] = [of("spot"), of("on-demand")];
      return [
        ...(spot.length === 3 && full.length === 3 ? [] : ["a class lacks a pool"]),
        ...full
          .filter((one) => spot.some((other) => weight(other) <= weight(one)))
          .map(({ name }) => `${name} goes before Spot`),
        ...pools
          .filter(({ inputs }) => typeof at(inputs, "spec", "limits", "nvidia.com/gpu") !== "number")
          .map(({ name }) => `${name} has no limit`),
        ...full
          .filter(({ inputs }) => at(inputs, "spec", "template", "spec", "expireAfter") !== "24h")
          .map(({ name }) => `${name} never goes back to Spot`),
        ...spot
          .filter(({ inputs }) => at(inputs, "spec", "template", "spec", "terminationGracePeriod") !== "110s")
          .map(({ name }) => `${name} waits longer than Spot does`),
      ];
    },
    plant: (plan) =>
      changed(plan, "PoollightOnDemand", (inputs) => delete (inputs["spec"] as { limits?: unknown }).limits),
  },
  {
    name: "where a pool may fall back there are five types or more",
    why: "one type is gone all at once",
    check: (plan) =>
      custom(plan, "NodePool")
        .filter(
          ({ inputs }) =>
            Number(at(inputs, "spec", "limits", "nvidia.com/gpu")) > 0 &&
            !text(at(inputs, "metadata", "name")).startsWith("xl"),
        )
        .flatMap(({ name, inputs }) => {
          const types = list(at(inputs, "spec", "template", "spec", "requirements")).find(
            (one) => at(one, "key") === "node.kubernetes.io/instance-type",
          );
          return list(at(types, "values")).length >= 5 ? [] : [`${name} has too few types`];
        }),
    plant: (plan) =>
      changed(plan, "PoolheavySpot", (inputs) => {
        const requirements = list(at(inputs, "spec", "template", "spec", "requirements")) as {
          key: string;
          values: string[];
        }[];
        for (const one of requirements) if (one.key.endsWith("instance-type")) one.values = ["g5.2xlarge"];
      }),
  },
  {
    name: "nodes are pinned, ask for tokens, and have a profile instead of a role",
    why: "the newest image is nobody's choice, and IAM cannot be reached from here",
    check: (plan) =>
      custom(plan, "EC2NodeClass").flatMap(({ name, inputs }) => [
        ...(/^bottlerocket@v\d/.test(text(at(inputs, "spec", "amiSelectorTerms", 0, "alias")))
          ? []
          : [`${name} takes the newest image`]),
        ...(at(inputs, "spec", "metadataOptions", "httpTokens") === "required" &&
        at(inputs, "spec", "metadataOptions", "httpPutResponseHopLimit") === 1
          ? []
          : [`${name}'s metadata is open`]),
        ...(at(inputs, "spec", "instanceProfile") !== undefined && at(inputs, "spec", "role") === undefined
          ? []
          : [`${name} needs IAM`]),
      ]),
    plant: (plan) =>
      changed(
        plan,
        "GpuNodes",
        (inputs) =>
          ((inputs["spec"] as { amiSelectorTerms: unknown }).amiSelectorTerms = [{ alias: "bottlerocket@latest" }]),
      ),
  },
  {
    name: "Karpenter hears of interruptions, and of every kind",
    why: "two minutes of warning are worth what is done with them",
    check: (plan) => {
      const rules = ofType(plan, "cloudwatch/eventRule:EventRule")
        .map(({ inputs }) => text(inputs["eventPattern"]))
        .join();
      const kinds = ["Spot Instance Interruption", "Rebalance", "State-change", "Health Event", "Capacity Reservation"];
      const karpenter = ofType(plan, "kubernetes:helm.sh/v3:Release").find(({ name }) => name === "Karpenter");
      const targets = ofType(plan, "cloudwatch/eventTarget:EventTarget").filter(({ inputs }) =>
        text(inputs["arn"]).includes("Interruption"),
      );
      return [
        ...kinds.filter((kind) => !rules.includes(kind)).map((kind) => `nobody hears of ${kind}`),
        ...(text(at(karpenter?.inputs, "values", "settings", "interruptionQueue")).includes("Interruption")
          ? []
          : ["Karpenter listens to nothing"]),
        ...(targets.length === kinds.length ? [] : ["a rule leads nowhere"]),
      ];
    },
    plant: (plan) => without(plan, "OnSpotInterruptionTell"),
  },
  {
    name: "one Deployment, one queue and one ScaledObject a class, from zero to the pools' limits",
    why: "two scalers on one Deployment fight; one beyond the limit waits for nodes that never come",
    check: (plan) => {
      const scaled = custom(plan, "ScaledObject");
      const targets = scaled.map(({ inputs }) => text(at(inputs, "spec", "scaleTargetRef", "name")));
      const pools = custom(plan, "NodePool");
      return [
        ...(new Set(targets).size === 3 && deployments(plan).length === 3 ? [] : ["not one each"]),
        ...scaled.flatMap(({ name, inputs }) => {
          const workload = name.replace("Scale", "");
          const gpus = pools
            .filter((pool) => text(at(pool.inputs, "metadata", "name")).startsWith(`${workload}-`))
            .reduce((sum, pool) => sum + Number(at(pool.inputs, "spec", "limits", "nvidia.com/gpu")), 0);
          return [
            ...(at(inputs, "spec", "minReplicaCount") === 0 ? [] : [`${name} never goes to zero`]),
            ...(at(inputs, "spec", "maxReplicaCount") === gpus
              ? []
              : [`${name} asks for more than ${gpus} GPUs, or fewer`]),
            ...(list(at(inputs, "spec", "triggers")).every((one) =>
              text(at(one, "metadata", "queueURL"))
                .toLowerCase()
                .includes(`/${workload}work`),
            )
              ? []
              : [`${name} counts another queue`]),
          ];
        }),
      ];
    },
    plant: (plan) =>
      changed(plan, "Scalelight", (inputs) => ((inputs["spec"] as { maxReplicaCount: number }).maxReplicaCount = 1000)),
  },
  {
    name: "the cluster is private, encrypts its secrets and logs what is asked of it",
    why: "its API can start anything",
    check: (plan) =>
      ofType(plan, "eks/cluster:Cluster").flatMap(({ name, inputs }) => [
        ...(at(inputs, "vpcConfig", "endpointPrivateAccess") === true ? [] : [`${name} is not reached from within`]),
        ...(at(inputs, "vpcConfig", "endpointPublicAccess") === true &&
        list(at(inputs, "vpcConfig", "publicAccessCidrs")).length === 0
          ? [`${name} is open to the world`]
          : []),
        ...(at(inputs, "encryptionConfig", "provider", "keyArn") !== undefined ? [] : [`${name}'s secrets lie open`]),
        ...(list(inputs["enabledClusterLogTypes"]).length === 5 ? [] : [`${name} does not tell`]),
        ...(at(inputs, "accessConfig", "authenticationMode") === "API" ? [] : [`${name} believes a map`]),
      ]),
    plant: (plan) =>
      changed(
        plan,
        "GpuCluster",
        (inputs) => ((inputs["vpcConfig"] as { endpointPublicAccess: boolean }).endpointPublicAccess = true),
      ),
  },
];
