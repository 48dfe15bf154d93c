import { RUN_MS } from "../../packages/functions/src/sequencer/run-time.ts";
import { filterByType, getByName, getValue, list, toText } from "./query.ts";
import type { Planned } from "./plan.ts";
import { byUse, free, HOURS_PER_MONTH, prices } from "./prices.ts";

export interface Cost {
  part: string;
  /** US dollars per month, for an idle stage without GPUs. */
  dollars: number;
}

/** Computes the monthly costs of an idle stage from its plan. @throws Error for a resource type without a price */
export function computeCosts(plan: readonly Planned[]): Cost[] {
  const unknown = listTypesWithoutPrice(plan);
  if (unknown.length > 0) throw new Error(`No price for ${unknown.join(", ")}. Add it to infra/plan/prices.ts.`);
  const count = (type: string) => filterByType(plan, type).length;
  return [
    { part: "interface endpoints", dollars: countEndpointZones(plan) * prices.endpointHour * HOURS_PER_MONTH },
    { part: "cluster", dollars: count("eks/cluster:Cluster") * prices.clusterHour * HOURS_PER_MONTH },
    { part: "controllers' nodes", dollars: computeNodes(plan) },
    { part: "Aurora, minimum capacity", dollars: computeAurora(plan) },
    { part: "RDS Proxy, 8 capacity units", dollars: computeProxy(plan) },
    { part: "sequencer", dollars: computeSequencer(plan) },
    {
      part: "keys, secrets, alarms, private zone",
      dollars:
        count("kms/key:Key") * prices.keyMonth +
        count("kms/replicaKey:ReplicaKey") * prices.keyMonth +
        count("secretsmanager/secret:Secret") * prices.secretMonth +
        count("cloudwatch/metricAlarm:MetricAlarm") * prices.alarmMonth +
        count("servicediscovery/privateDnsNamespace:PrivateDnsNamespace") * prices.hostedZoneMonth,
    },
    {
      part: "firewalls",
      dollars: filterByType(plan, "wafv2/webAcl:WebAcl").reduce(
        (sum, { inputs }) => sum + prices.firewallMonth + list(inputs["rules"]).length * prices.firewallRuleMonth,
        0,
      ),
    },
  ];
}

export const sumCosts = (costs: readonly Cost[]): number => costs.reduce((sum, { dollars }) => sum + dollars, 0);

const PRICED =
  /^(ec2\/vpcEndpoint|eks\/(cluster|nodeGroup)|rds\/(clusterInstance|proxy:)|kms|secretsmanager\/secret:|cloudwatch\/metricAlarm|servicediscovery|wafv2\/webAcl:)/;

/** Lists AWS types without a price that are not known to be free or charged by use. */
export const listTypesWithoutPrice = (plan: readonly Planned[]): string[] => [
  ...new Set(
    plan
      .filter(({ type }) => type.startsWith("aws:"))
      .map(({ type }) => type.replace("aws:", ""))
      .filter((type) => !PRICED.test(type) && !byUse.has(type) && !free.test(type)),
  ),
];

/** Gateway endpoints are free; interface endpoints cost per zone. */
const countEndpointZones = (plan: readonly Planned[]): number =>
  filterByType(plan, "ec2/vpcEndpoint:VpcEndpoint")
    .filter(({ inputs }) => inputs["vpcEndpointType"] === "Interface")
    .reduce((sum, { inputs }) => sum + list(inputs["subnetIds"]).length, 0);

function computeNodes(plan: readonly Planned[]): number {
  return filterByType(plan, "eks/nodeGroup:NodeGroup").reduce((sum, { inputs }) => {
    const type = toText(list(inputs["instanceTypes"])[0]);
    const price = prices.instanceHour[type];
    if (price === undefined) throw new Error(`No price for ${type}. Add it to infra/plan/prices.ts.`);
    const volumes = filterByType(plan, "ec2/launchTemplate:LaunchTemplate")
      .flatMap((template) => list(template.inputs["blockDeviceMappings"]))
      .reduce<number>((all, mapping) => all + Number(getValue(mapping, "ebs", "volumeSize") ?? 0), 0);
    const nodes = Number(getValue(inputs, "scalingConfig", "desiredSize"));
    return sum + nodes * (price * HOURS_PER_MONTH + volumes * prices.volumeGiBMonth);
  }, 0);
}

/** Minimum capacity units of a running Aurora. */
const AWAKE_ACU = 0.5;

function computeAurora(plan: readonly Planned[]): number {
  const cluster = getByName(plan, "PostgresCluster").inputs;
  const scaling = cluster["serverlessv2ScalingConfiguration"];
  const minimum = Number(getValue(scaling, "minCapacity"));
  const pauseSeconds = Number(getValue(scaling, "secondsUntilAutoPause") ?? 0);
  // Background functions wake it every hour. It then waits until idle sessions end, and until it may pause.
  const idleSeconds =
    filterByType(plan, "rds/clusterParameterGroup:ClusterParameterGroup")
      .flatMap(({ inputs }) => list(inputs["parameters"]))
      .filter((one) => getValue(one, "name") === "idle_session_timeout")
      .map((one) => Number(getValue(one, "value")) / 1000)[0] ?? 0;
  const awake = minimum > 0 ? 1 : Math.min(1, (RUN_MS / 1000 + idleSeconds + pauseSeconds) / 3600);
  const instances = filterByType(plan, "rds/clusterInstance:ClusterInstance").length;
  return instances * Math.max(minimum, AWAKE_ACU) * awake * prices.acuHour * HOURS_PER_MONTH;
}

function computeProxy(plan: readonly Planned[]): number {
  const proxies = filterByType(plan, "rds/proxy:Proxy").length;
  const scaling = getByName(plan, "PostgresCluster").inputs["serverlessv2ScalingConfiguration"];
  const acus = Math.max(prices.proxyMinimumAcu, Number(getValue(scaling, "minCapacity")));
  return proxies * acus * prices.proxyAcuHour * HOURS_PER_MONTH;
}

/** The sequencer starts on a schedule and always runs for {@link RUN_MS}, with or without work. */
function computeSequencer(plan: readonly Planned[]): number {
  const memory = Number(getByName(plan, "SequencerFunction").inputs["memorySize"]) / 1024;
  const schedule = filterByType(plan, "scheduler/schedule:Schedule").find(({ name }) => name.startsWith("Sequencer"));
  const runs = schedule?.inputs["scheduleExpression"] === "rate(1 minute)" ? 60 : 1;
  return runs * HOURS_PER_MONTH * (RUN_MS / 1000) * memory * prices.lambdaGBSecond;
}
