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
} from "../query.ts";
import { createFleetDashboard } from "../../gpu/dashboards/fleet.ts";
import { scraped } from "../../gpu/metric-source/scraped.ts";
import type { Invariant } from "./invariant.ts";

const listAlarms = (plan: readonly Planned[]) => filterByType(plan, "cloudwatch/metricAlarm:MetricAlarm");

/** Log groups that an AWS service creates without retention unless they exist. */
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
    why: "without it, a function fails unnoticed until a studio complains",
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
    name: "every schedule has an alarm that missing data triggers",
    why: "a sequencer that is no longer started reports no errors, while no certificates are created",
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
        return found ? [] : [`${target} has no alarm for a stopped schedule`];
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
    why: "a group that AWS creates keeps its logs forever",
    check: (plan) => {
      const groups = filterByType(plan, "cloudwatch/logGroup:LogGroup");
      return listServiceLogs(plan).flatMap(([group, writer]) => {
        const found = groups.find(({ inputs }) => inputs["name"] === group);
        if (!found) return [`${group} is created by AWS`];
        return getByName(plan, writer).after.includes(found.urn) ? [] : [`${writer} may be created before ${group}`];
      });
    },
    plant: (plan) => removeResource(plan, "PlaneLog"),
  },
  {
    name: "the panel for queued work selects an existing trigger of KEDA",
    why: "with a label that no exporter sets, the panel is empty and looks like an empty queue",
    needs: "GPU tier",
    check: (plan) => {
      const names = createFleetDashboard(scraped)
        .panels.flatMap(({ queries }) => queries)
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
