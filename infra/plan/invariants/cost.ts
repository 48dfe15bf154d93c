import type { Planned } from "../plan.ts";
import {
  changeResource,
  filterByType,
  getByName,
  getStageName,
  getValue,
  hasGpuTier,
  list,
  removeResource,
  toText,
} from "../query.ts";
import type { Invariant } from "./invariant.ts";

const CLASSES = ["light", "heavy", "xl"];
const TAGS = ["sst:stage", "pegbar:studio"];

const listMissingTags = (what: string, tags: unknown, stage: string) => [
  ...TAGS.filter((tag) => typeof getValue(tags, tag) !== "string").map((tag) => `${what} has no tag ${tag}`),
  ...(getValue(tags, "sst:stage") === stage ? [] : [`${what} has another stage's tag`]),
];
const listNodeClasses = (plan: readonly Planned[]) => plan.filter(({ inputs }) => inputs["kind"] === "EC2NodeClass");

export const cost: Invariant[] = [
  {
    name: "all resources have the tags of their stage and studio",
    why: "budgets do not count costs without tags",
    check: (plan) => {
      const stage = getStageName(plan);
      const app = getByName(plan, "App").inputs;
      return [
        ...listMissingTags("the provider", getValue(app, "providers", "aws", "defaultTags", "tags"), stage),
        ...filterByType(plan, "pulumi:providers:aws").flatMap(({ name, inputs }) => {
          // The default provider is the app's; others are given as JSON.
          if (name === "default") return [];
          const tags = inputs["defaultTags"];
          const parsed = typeof tags === "string" ? (JSON.parse(tags) as unknown) : tags;
          return listMissingTags(name, getValue(parsed, "tags"), stage);
        }),
        ...listNodeClasses(plan).flatMap(({ name, inputs }) =>
          listMissingTags(name, getValue(inputs, "spec", "tags"), stage),
        ),
        ...filterByType(plan, "ec2/launchTemplate:LaunchTemplate").flatMap(({ name, inputs }) =>
          list(inputs["tagSpecifications"]).length === 2
            ? list(inputs["tagSpecifications"]).flatMap((one) => listMissingTags(name, getValue(one, "tags"), stage))
            : [`${name} does not tag instances and volumes`],
        ),
      ];
    },
    plant: (plan) =>
      changeResource(plan, "GpuNodeslight", (inputs) => delete (inputs["spec"] as { tags?: unknown }).tags),
  },
  {
    name: "a stage has a cost budget, and each class has a budget of GPU hours",
    why: "without budgets, a script that submits jobs in a loop runs GPUs until somebody reads the bill",
    check: (plan) => {
      const stage = getStageName(plan);
      const filters = filterByType(plan, "budgets/budget:Budget").map(({ inputs }) => ({
        kind: `${toText(inputs["budgetType"])} ${toText(inputs["timeUnit"])}`,
        values: list(inputs["costFilters"]).flatMap((one) => list(getValue(one, "values")).map(toText)),
        isHeard: list(inputs["notifications"]).some(
          (one) => list(getValue(one, "subscriberEmailAddresses")).length > 0,
        ),
      }));
      const has = (kind: string, value: string) =>
        filters.some((one) => one.kind === kind && one.values.includes(value) && one.isHeard);
      return [
        ...(has("COST MONTHLY", `user:sst:stage$${stage}`) ? [] : ["the stage has no budget"]),
        ...(hasGpuTier(plan) ? CLASSES : [])
          .filter((name) => !has("USAGE DAILY", `user:pegbar:class$${stage}/${name}`))
          .map((name) => `${name} has no budget of GPU hours`),
      ];
    },
    plant: (plan) => removeResource(plan, "GpuBudgetxl"),
  },
  {
    name: "nodes of a class have the tag that its budget counts",
    why: "a budget for a tag that no node has counts nothing",
    needs: "GPU tier",
    check: (plan) =>
      plan
        .filter(({ inputs }) => inputs["kind"] === "NodePool")
        .flatMap(({ name, inputs }) => {
          const nodeClass = listNodeClasses(plan).find(
            (one) =>
              getValue(one.inputs, "metadata", "name") ===
              getValue(inputs, "spec", "template", "spec", "nodeClassRef", "name"),
          );
          const workload = toText(getValue(inputs, "metadata", "name")).replace(/-(spot|on-demand)$/, "");
          return getValue(nodeClass?.inputs, "spec", "tags", "pegbar:class") === `${getStageName(plan)}/${workload}`
            ? []
            : [`nodes of ${name} do not have the tag of their class`];
        }),
    plant: (plan) =>
      changeResource(plan, "PoolxlSpot", (inputs) => {
        (getValue(inputs, "spec", "template", "spec") as { nodeClassRef: { name: string } }).nodeClassRef.name =
          "gpu-light";
      }),
  },
  {
    name: "Prometheus alerts about GPU hours on the same day",
    why: "AWS Budgets only gets costs half a day later",
    needs: "GPU tier",
    check: (plan) => {
      const prometheus = filterByType(plan, "kubernetes:helm.sh/v3:Release").find(({ name }) => name === "Prometheus");
      const groups = list(getValue(prometheus?.inputs, "values", "serverFiles", "alerting_rules.yml", "groups"));
      const watched = groups
        .flatMap((group) => list(getValue(group, "rules")))
        .filter((rule) => getValue(rule, "alert") === "GpuHours")
        .map((rule) => getValue(rule, "labels", "class"));
      return CLASSES.filter((name) => !watched.includes(name)).map((name) => `no alert for ${name}`);
    },
    plant: (plan) =>
      changeResource(plan, "Prometheus", (inputs) => {
        (inputs["values"] as { serverFiles: unknown }).serverFiles = { "alerting_rules.yml": { groups: [] } };
      }),
  },
];
