import type { Planned } from "../plan.ts";
import {
  changeResource,
  filterByType,
  getByName,
  getValue,
  hasGpuTier,
  list,
  removeResource,
  toText,
} from "../look.ts";
import { fleet } from "../../gpu/dashboards.ts";
import type { Invariant } from "./invariant.ts";

const listAlarms = (plan: readonly Planned[]) => filterByType(plan, "cloudwatch/metricAlarm:MetricAlarm");

/** Log groups that an AWS service creates itself, without an end to their retention, unless they exist before. */
function listServiceLogs(plan: readonly Planned[]): [group: string, writer: string][] {
  const cluster = toText(getByName(plan, "PostgresCluster").inputs["clusterIdentifier"]);
  return [
    [`/aws/rds/cluster/${cluster}/postgresql`, "PostgresCluster"],
    ...filterByType(plan, "rds/proxy:Proxy").map(({ inputs }): [string, string] => [
      `/aws/rds/proxy/${toText(inputs["name"])}`,
      "PostgresCluster",
    ]),
    ...filterByType(plan, "eks/cluster:Cluster").map(({ name, inputs }): [string, string] => [
      `/aws/eks/${toText(inputs["name"])}/cluster`,
      name,
    ]),
    ...filterByType(plan, "ecs/cluster:Cluster").map(({ name, inputs }): [string, string] => [
      `/aws/ecs/containerinsights/${toText(inputs["name"])}/performance`,
      name,
    ]),
  ];
}

export const alarms: Invariant[] = [
  {
    name: "every function has an alarm for errors",
    why: "a function that nobody watches fails until a studio complains",
    check: (plan) => {
      const watched = new Set(
        listAlarms(plan)
          .filter(({ inputs }) => inputs["metricName"] === "Errors")
          .map(({ inputs }) => toText(getValue(inputs, "dimensions", "FunctionName"))),
      );
      return filterByType(plan, "lambda/function:Function")
        .filter(({ name, inputs }) => !watched.has(toText(inputs["name"] ?? name)))
        .map(({ name }) => `${name} has no alarm`);
    },
    plant: (plan) => removeResource(plan, "FailingWork"),
  },
  {
    name: "every schedule has an alarm for when it stops, which missing data sets off",
    why: "a sequencer that is no longer started reports no error: certificates stop, and no alarm says so",
    check: (plan) =>
      filterByType(plan, "scheduler/schedule:Schedule").flatMap(({ inputs }) => {
        const target = toText(getValue(inputs, "target", "arn"))
          .split(":")
          .at(-1);
        const found = listAlarms(plan).find(
          ({ inputs: one }) =>
            one["metricName"] === "Invocations" &&
            one["comparisonOperator"] === "LessThanThreshold" &&
            one["treatMissingData"] === "breaching" &&
            toText(getValue(one, "dimensions", "FunctionName")).includes(`-${target}-`),
        );
        return found ? [] : [`nobody notices when ${target} is no longer started`];
      }),
    plant: (plan) =>
      changeResource(plan, "StoppedSequencer", (inputs) => (inputs["treatMissingData"] = "notBreaching")),
  },
  {
    name: "gateways and queues have alarms for errors and for old work",
    why: "a worker that gets 5xx errors, or a model that is never imported, fails no function",
    check: (plan) => {
      const wanted = ["ApiFails", "MediaWaits", ...(hasGpuTier(plan) ? ["WorkApiFails", "ModelsWait"] : [])];
      return wanted
        .filter((name) => !listAlarms(plan).some((one) => one.name === name))
        .map((name) => `${name} is missing`);
    },
    plant: (plan) => removeResource(plan, "ModelsWait"),
  },
  {
    name: "log groups exist before a service creates them",
    why: "a group that AWS creates keeps its logs for ever",
    check: (plan) => {
      const groups = filterByType(plan, "cloudwatch/logGroup:LogGroup");
      return listServiceLogs(plan).flatMap(([group, writer]) => {
        const found = groups.find(({ inputs }) => inputs["name"] === group);
        if (!found) return [`${group} is created by AWS`];
        return getByName(plan, writer).after.includes(found.urn) ? [] : [`${writer} may be there before ${group}`];
      });
    },
    plant: (plan) => removeResource(plan, "PlaneLog"),
  },
  {
    name: "the panel of queued work selects a trigger that KEDA has",
    why: "a label that no exporter sets shows an empty panel, which looks like an empty queue",
    needs: "GPU tier",
    check: (plan) => {
      const names = fleet
        .flatMap(({ panels }) => panels)
        .flatMap(({ queries }) => queries)
        .flatMap(({ expr }) => [...expr.matchAll(/scaler="([^"]+)"/g)].map(([, name = ""]) => name));
      const scaled = plan.filter(({ inputs }) => inputs["kind"] === "ScaledObject");
      const missing = scaled.flatMap(({ name, inputs }) => {
        const triggers = list(getValue(inputs, "spec", "triggers")).map((one) => toText(getValue(one, "name")));
        return names.filter((one) => !triggers.includes(one)).map((one) => `${name} has no trigger ${one}`);
      });
      return names.length === 0 ? ["no panel shows queued work"] : missing;
    },
    plant: (plan) =>
      changeResource(plan, "Scalelight", (inputs) => {
        for (const one of list(getValue(inputs, "spec", "triggers"))) (one as { name: string }).name = "s1-total";
      }),
  },
];
