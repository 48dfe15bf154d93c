import { NIGHT_HOURS } from "../../gpu/settings.ts";
import type { Planned } from "../plan.ts";
import { getValue, changeResource, list, filterByType, toText, removeResource } from "../query.ts";
import type { Invariant } from "./invariant.ts";

const listDeployments = (plan: readonly Planned[]) => filterByType(plan, "kubernetes:apps/v1:Deployment");
const getPod = (one: Planned) => getValue(one.inputs, "spec", "template", "spec");
const listContainers = (one: Planned) => [
  ...list(getValue(getPod(one), "initContainers")),
  ...list(getValue(getPod(one), "containers")),
];
const listCustomResources = (plan: readonly Planned[], kind: string) =>
  plan.filter(({ inputs }) => inputs["kind"] === kind);

/** Changes the first container of a worker's pod. */
const withContainer = (
  plan: readonly Planned[],
  which: "initContainers" | "containers",
  change: (container: Record<string, unknown>) => void,
) =>
  changeResource(plan, "Workerlight", (inputs) => {
    const [first] = list(getValue(inputs, "spec", "template", "spec", which));
    change(first as Record<string, unknown>);
  });

/**
 * Counts the nodes that Karpenter may disrupt for a reason at an hour (UTC): the minimum of all active budgets that name
 * the reason or no reason. Percentages are rounded up (karpenter 1.14, NodePool.GetAllowedDisruptionsByReason).
 * @throws Error for schedules other than daily ones at a full hour
 */
function countAllowed(budgets: readonly unknown[], reason: string, hour: number, nodes: number): number {
  const counts = budgets
    .filter((one) => {
      const reasons = list(getValue(one, "reasons"));
      return reasons.length === 0 || reasons.includes(reason);
    })
    .filter((one) => {
      const schedule = getValue(one, "schedule");
      if (schedule === undefined) return true;
      const [, start] = /^0 (\d+) \* \* \*$/.exec(toText(schedule)) ?? [];
      const [, duration] = /^(\d+)h$/.exec(toText(getValue(one, "duration"))) ?? [];
      if (start === undefined || duration === undefined) throw new Error(`Unknown schedule: ${toText(schedule)}`);
      return (hour - Number(start) + 24) % 24 < Number(duration);
    })
    .map((one) => {
      const value = toText(getValue(one, "nodes"));
      return value.endsWith("%") ? Math.ceil((Number.parseInt(value) * nodes) / 100) : Number(value);
    });
  return Math.min(Infinity, ...counts);
}

const all: Invariant[] = [
  {
    name: "every image is referenced by its digest",
    why: "anybody who can push could change a tag",
    check: (plan) => [
      ...listDeployments(plan).flatMap((one) =>
        listContainers(one)
          .filter((container) => !/@sha256:[0-9a-f]{64}$/.test(toText(getValue(container, "image"))))
          .map((container) => `${one.name}: ${toText(getValue(container, "image"))}`),
      ),
      ...filterByType(plan, "ecs/taskDefinition:TaskDefinition")
        .filter(({ inputs }) => !/@sha256:[0-9a-f]{64}/.test(toText(inputs["containerDefinitions"])))
        .map(({ name }) => name),
      ...filterByType(plan, "kubernetes:helm.sh/v3:Release").flatMap(({ name, inputs }) =>
        name === "KarpenterCrd" || /sha256:[0-9a-f]{64}|"sha":"[0-9a-f]{64}"/.test(toText(inputs["values"]))
          ? []
          : [`${name} uses images by tag`],
      ),
      ...filterByType(plan, "ecr/repository:Repository")
        .filter(({ inputs }) => inputs["imageTagMutability"] !== "IMMUTABLE")
        .map(({ name }) => `${name} has mutable tags`),
    ],
    plant: (plan) => withContainer(plan, "containers", (container) => (container["image"] = "pegbar/worker:latest")),
  },
  {
    name: "images and charts come from our own registry",
    why: "the cluster cannot reach other registries, whose images are not scanned",
    check: (plan) => [
      ...listDeployments(plan).flatMap((one) =>
        listContainers(one)
          .filter((container) => !/^\d{12}\.dkr\.ecr\./.test(toText(getValue(container, "image"))))
          .map((container) => `${one.name}: ${toText(getValue(container, "image"))}`),
      ),
      ...filterByType(plan, "kubernetes:helm.sh/v3:Release")
        .filter(({ inputs }) => !/^oci:\/\/\d{12}\.dkr\.ecr\./.test(toText(inputs["chart"])))
        .map(({ name }) => name),
    ],
    plant: (plan) => changeResource(plan, "KedaChart", (inputs) => (inputs["chart"] = "oci://ghcr.io/kedacore/keda")),
  },
  {
    name: "ComfyUI has no token and no credentials",
    why: "custom nodes run in its container",
    check: (plan) =>
      listDeployments(plan).flatMap((one) => {
        const [comfyui] = list(getValue(getPod(one), "initContainers"));
        const env = list(getValue(comfyui, "env")).map((item) => toText(getValue(item, "name")));
        const mounts = list(getValue(comfyui, "volumeMounts")).map((mount) => toText(getValue(mount, "name")));
        return [
          ...env
            .filter((name) => /AWS|TOKEN|KEY|SST_/.test(name))
            .map((name) => `${one.name}: ${name} in ComfyUI's environment`),
          ...mounts
            .filter((name) => ["token", "cache"].includes(name))
            .map((name) => `${one.name}: ${name} mounted in ComfyUI`),
          ...(getValue(getPod(one), "automountServiceAccountToken") === false
            ? []
            : [`${one.name}: the token of the service account is mounted in all containers`]),
          ...(getValue(getPod(one), "serviceAccountName") === undefined
            ? [`${one.name}: runs as the default service account`]
            : []),
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
    name: "containers of workers run without root, capabilities, privilege escalation or a writable root file system",
    why: "these are the first steps of an escape from a container",
    check: (plan) =>
      listDeployments(plan).flatMap((one) =>
        listContainers(one).flatMap((container) => {
          const context = getValue(container, "securityContext");
          const is = [
            getValue(context, "allowPrivilegeEscalation") === false,
            getValue(context, "readOnlyRootFilesystem") === true,
            getValue(context, "runAsNonRoot") === true,
            list(getValue(context, "capabilities", "drop")).includes("ALL"),
            getValue(context, "seccompProfile", "type") === "RuntimeDefault",
          ];
          return is.every(Boolean) ? [] : [`${one.name}: ${toText(getValue(container, "name"))} is not restricted`];
        }),
      ),
    plant: (plan) => withContainer(plan, "initContainers", (container) => delete container["securityContext"]),
  },
  {
    name: "the model store is mounted read-only",
    why: "a node that can write models could change the next job of every studio",
    check: (plan) => [
      ...filterByType(plan, "kubernetes:core/v1:PersistentVolume").flatMap(({ name, inputs }) =>
        getValue(inputs, "spec", "csi", "readOnly") === true &&
        toText(getValue(inputs, "spec", "accessModes")) === '["ReadOnlyMany"]'
          ? []
          : [`${name} is writable`],
      ),
      ...listDeployments(plan).flatMap((one) =>
        listContainers(one).flatMap((container) =>
          list(getValue(container, "volumeMounts"))
            .filter((mount) => getValue(mount, "name") === "models" && getValue(mount, "readOnly") !== true)
            .map(() => `${one.name} mounts the models writable`),
        ),
      ),
    ],
    plant: (plan) =>
      changeResource(
        plan,
        "ModelsVolume",
        (inputs) => ((inputs["spec"] as { csi: { readOnly: boolean } }).csi.readOnly = false),
      ),
  },
  {
    name: "only Prometheus can connect to workers, and workers cannot reach the node's metadata service",
    why: "the metadata service returns the node's credentials",
    check: (plan) => {
      const policies = filterByType(plan, "kubernetes:networking.k8s.io/v1:NetworkPolicy");
      return policies.some(
        ({ inputs }) =>
          toText(getValue(inputs, "spec", "podSelector")) === "{}" &&
          list(getValue(inputs, "spec", "policyTypes")).length === 2 &&
          list(getValue(inputs, "spec", "ingress")).length === 1 &&
          toText(getValue(inputs, "spec", "egress")).includes("169.254.0.0/16"),
      )
        ? []
        : ["workers lack the network policy"];
    },
    plant: (plan) => removeResource(plan, "WorkerTraffic"),
  },
  {
    name: "Spot nodes come first, and on-demand nodes have a limit",
    why: "a lack of Spot capacity must not lead to unlimited costs",
    check: (plan) => {
      const pools = listCustomResources(plan, "NodePool");
      const of = (capacity: string) =>
        pools.filter(({ inputs }) =>
          toText(getValue(inputs, "spec", "template", "spec", "requirements")).includes(`"${capacity}"`),
        );
      const weight = (one: Planned) => Number(getValue(one.inputs, "spec", "weight"));
      const [spot, full] = [of("spot"), of("on-demand")];
      return [
        ...(spot.length === 3 && full.length === 3 ? [] : ["a class lacks a pool"]),
        ...full
          .filter((one) => spot.some((other) => weight(other) <= weight(one)))
          .map(({ name }) => `${name} has priority over Spot`),
        ...pools
          .filter(({ inputs }) => typeof getValue(inputs, "spec", "limits", "nvidia.com/gpu") !== "number")
          .map(({ name }) => `${name} has no limit of GPUs`),
        ...full
          .filter(({ inputs }) => getValue(inputs, "spec", "template", "spec", "expireAfter") !== "24h")
          .map(({ name }) => `${name} does not expire after a day`),
        ...spot
          .filter(({ inputs }) => getValue(inputs, "spec", "template", "spec", "terminationGracePeriod") !== "110s")
          .map(({ name }) => `${name} has a grace period that does not fit Spot's notice`),
      ];
    },
    plant: (plan) =>
      changeResource(plan, "PoollightOnDemand", (inputs) => delete (inputs["spec"] as { limits?: unknown }).limits),
  },
  {
    name: "a pool has at least five instance types, except for the class xl",
    why: "capacity of a single type can run out",
    check: (plan) =>
      listCustomResources(plan, "NodePool")
        .filter(
          ({ inputs }) =>
            Number(getValue(inputs, "spec", "limits", "nvidia.com/gpu")) > 0 &&
            !toText(getValue(inputs, "metadata", "name")).startsWith("xl"),
        )
        .flatMap(({ name, inputs }) => {
          const types = list(getValue(inputs, "spec", "template", "spec", "requirements")).find(
            (one) => getValue(one, "key") === "node.kubernetes.io/instance-type",
          );
          return list(getValue(types, "values")).length >= 5 ? [] : [`${name} has fewer than five instance types`];
        }),
    plant: (plan) =>
      changeResource(plan, "PoolheavySpot", (inputs) => {
        const requirements = list(getValue(inputs, "spec", "template", "spec", "requirements")) as {
          key: string;
          values: string[];
        }[];
        for (const one of requirements) if (one.key.endsWith("instance-type")) one.values = ["g5.2xlarge"];
      }),
  },
  {
    name: "nodes have a pinned image, require metadata tokens, and use an instance profile",
    why: "a new image must be chosen, and the cluster cannot reach IAM",
    check: (plan) =>
      listCustomResources(plan, "EC2NodeClass").flatMap(({ name, inputs }) => [
        ...(/^bottlerocket@v\d/.test(toText(getValue(inputs, "spec", "amiSelectorTerms", 0, "alias")))
          ? []
          : [`${name} uses the newest image`]),
        ...(getValue(inputs, "spec", "metadataOptions", "httpTokens") === "required" &&
        getValue(inputs, "spec", "metadataOptions", "httpPutResponseHopLimit") === 1
          ? []
          : [`${name} allows access to metadata without a token, or from pods`]),
        ...(getValue(inputs, "spec", "instanceProfile") !== undefined && getValue(inputs, "spec", "role") === undefined
          ? []
          : [`${name} has no instance profile`]),
      ]),
    plant: (plan) =>
      changeResource(
        plan,
        "GpuNodeslight",
        (inputs) =>
          ((inputs["spec"] as { amiSelectorTerms: unknown }).amiSelectorTerms = [{ alias: "bottlerocket@latest" }]),
      ),
  },
  {
    name: "Karpenter receives all kinds of interruption notices",
    why: "without them, nodes are lost without the two minutes of notice",
    check: (plan) => {
      const rules = filterByType(plan, "cloudwatch/eventRule:EventRule")
        .map(({ inputs }) => toText(inputs["eventPattern"]))
        .join();
      const kinds = ["Spot Instance Interruption", "Rebalance", "State-change", "Health Event", "Capacity Reservation"];
      const karpenter = filterByType(plan, "kubernetes:helm.sh/v3:Release").find(({ name }) => name === "Karpenter");
      const targets = filterByType(plan, "cloudwatch/eventTarget:EventTarget").filter(({ inputs }) =>
        toText(inputs["arn"]).includes("Interruption"),
      );
      return [
        ...kinds.filter((kind) => !rules.includes(kind)).map((kind) => `no rule forwards ${kind}`),
        ...(toText(getValue(karpenter?.inputs, "values", "settings", "interruptionQueue")).includes("Interruption")
          ? []
          : ["Karpenter has no interruption queue"]),
        ...(targets.length === kinds.length ? [] : ["a rule does not send to the interruption queue"]),
      ];
    },
    plant: (plan) => removeResource(plan, "OnSpotInterruptionTell"),
  },
  {
    name: "each class has one Deployment and one ScaledObject, which scales by its queue from zero to the limits of its pools",
    why: "two scalers of one Deployment conflict, and pods beyond the limit would wait forever for nodes",
    check: (plan) => {
      const scaled = listCustomResources(plan, "ScaledObject");
      const targets = scaled.map(({ inputs }) => toText(getValue(inputs, "spec", "scaleTargetRef", "name")));
      const pools = listCustomResources(plan, "NodePool");
      return [
        ...(new Set(targets).size === 3 && listDeployments(plan).length === 3
          ? []
          : ["there is not one Deployment and ScaledObject per class"]),
        ...scaled.flatMap(({ name, inputs }) => {
          const workload = name.replace("Scale", "");
          const gpus = pools
            .filter((pool) => toText(getValue(pool.inputs, "metadata", "name")).startsWith(`${workload}-`))
            .reduce((sum, pool) => sum + Number(getValue(pool.inputs, "spec", "limits", "nvidia.com/gpu")), 0);
          return [
            ...(getValue(inputs, "spec", "minReplicaCount") === 0 ? [] : [`${name} does not scale to zero`]),
            ...(getValue(inputs, "spec", "maxReplicaCount") === gpus ? [] : [`${name} does not scale to ${gpus} GPUs`]),
            ...(list(getValue(inputs, "spec", "triggers")).every((one) =>
              toText(getValue(one, "metadata", "queueURL"))
                .toLowerCase()
                .includes(`/${workload}work`),
            )
              ? []
              : [`${name} counts messages of another queue`]),
          ];
        }),
      ];
    },
    plant: (plan) =>
      changeResource(
        plan,
        "Scalelight",
        (inputs) => ((inputs["spec"] as { maxReplicaCount: number }).maxReplicaCount = 1000),
      ),
  },
  {
    name: "the cluster is private, encrypts its secrets and has all control plane logs",
    why: "its API can start any program",
    check: (plan) =>
      filterByType(plan, "eks/cluster:Cluster").flatMap(({ name, inputs }) => [
        ...(getValue(inputs, "vpcConfig", "endpointPrivateAccess") === true
          ? []
          : [`${name} cannot be reached from the network`]),
        ...(getValue(inputs, "vpcConfig", "endpointPublicAccess") === true &&
        list(getValue(inputs, "vpcConfig", "publicAccessCidrs")).length === 0
          ? [`${name} is open to all addresses`]
          : []),
        ...(getValue(inputs, "encryptionConfig", "provider", "keyArn") !== undefined
          ? []
          : [`${name} does not encrypt secrets`]),
        ...(list(inputs["enabledClusterLogTypes"]).length === 5 ? [] : [`${name} lacks control plane logs`]),
        ...(getValue(inputs, "accessConfig", "authenticationMode") === "API"
          ? []
          : [`${name} uses a config map for authentication`]),
      ]),
    plant: (plan) =>
      changeResource(
        plan,
        "GpuCluster",
        (inputs) => ((inputs["vpcConfig"] as { endpointPublicAccess: boolean }).endpointPublicAccess = true),
      ),
  },
  {
    name: "a node whose GPU fails is replaced",
    why: "Karpenter's node repair acts on conditions that the node monitoring agent sets; kubelet sets none for a GPU",
    check: (plan) => {
      const karpenter = filterByType(plan, "kubernetes:helm.sh/v3:Release").find(({ name }) => name === "Karpenter");
      const addons = filterByType(plan, "eks/addon:Addon").map(({ inputs }) => inputs["addonName"]);
      return [
        ...(addons.includes("eks-node-monitoring-agent") ? [] : ["nothing monitors GPUs"]),
        ...(filterByType(plan, "eks/addon:Addon").some(({ inputs }) =>
          toText(inputs["configurationValues"]).includes('"dcgmAgent":{"tolerations":[{"operator":"Exists"}]}'),
        )
          ? []
          : ["the agent's GPU part does not run on tainted nodes"]),
        ...(getValue(karpenter?.inputs, "values", "settings", "featureGates", "nodeRepair") === true
          ? []
          : ["Karpenter repairs no node"]),
      ];
    },
    plant: (plan) => removeResource(plan, "AddonEksNodeMonitoringAgent"),
  },
  {
    name: "nodes drift only at night, and only a few at once",
    why: "WhenEmpty does not govern drift: by day a new image would drain busy Spot nodes, with 110 s for each job",
    check: (plan) =>
      listCustomResources(plan, "NodePool").flatMap(({ name, inputs }) => {
        const budgets = list(getValue(inputs, "spec", "disruption", "budgets"));
        // At each hour of a day, as Karpenter computes it.
        const hours = Array.from({ length: 24 }, (_, hour) => countAllowed(budgets, "Drifted", hour, 100));
        const open = hours.filter((allowed) => allowed > 0);
        return [
          ...(open.length === NIGHT_HOURS && open.every((allowed) => allowed <= 10)
            ? []
            : [`${name} drifts in ${open.length} hours, up to ${Math.max(...hours)} of 100 nodes`]),
          ...(countAllowed(budgets, "Empty", 12, 100) > 0 ? [] : [`${name} keeps empty nodes by day`]),
        ];
      }),
    plant: (plan) =>
      changeResource(plan, "PoolheavySpot", (inputs) => {
        (getValue(inputs, "spec", "disruption") as { budgets: unknown }).budgets = [{ nodes: "10%" }];
      }),
  },
  {
    name: "nodes run a recent enough release of Bottlerocket",
    why: "older releases lack fixes of SOCI's parallel pull, which pulls an image of 11 GB in minutes",
    check: (plan) =>
      listCustomResources(plan, "EC2NodeClass").flatMap(({ name, inputs }) => {
        const alias = toText(getValue(inputs, "spec", "amiSelectorTerms", 0, "alias"));
        const [, major, minor] = /@v(\d+)\.(\d+)\./.exec(alias) ?? [];
        return Number(major) > 1 || (Number(major) === 1 && Number(minor) >= 46) ? [] : [`${name} runs ${alias}`];
      }),
    plant: (plan) =>
      changeResource(plan, "GpuNodeslight", (inputs) => {
        (getValue(inputs, "spec") as { amiSelectorTerms: unknown }).amiSelectorTerms = [
          { alias: "bottlerocket@v1.45.0" },
        ];
      }),
  },
];

export const gpu: Invariant[] = all.map((one) => ({ ...one, needs: "GPU tier" }));
