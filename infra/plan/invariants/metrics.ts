import { buildExportedName } from "../../gpu/metric-source/cloudwatch-name.ts";
import type { Planned } from "../plan.ts";
import { changeResource, filterByType, getValue, list, listStatements, toText } from "../query.ts";
import type { Invariant } from "./invariant.ts";

interface ExporterConfig {
  customNamespace: { namespace: string; metrics: { name: string; statistics: string[] }[] }[];
}

const findRelease = (plan: readonly Planned[], wanted: string) =>
  filterByType(plan, "kubernetes:helm.sh/v3:Release").find(({ name }) => name === wanted);

/** Configuration of the CloudWatch exporter. */
const readConfig = (plan: readonly Planned[]): ExporterConfig =>
  JSON.parse(toText(getValue(findRelease(plan, "CloudwatchExporter")?.inputs, "values", "config"))) as ExporterConfig;

export const metrics: Invariant[] = [
  {
    name: "the CloudWatch exporter reads every metric that alerts and dashboards use",
    needs: "GPU tier",
    why: "an alert on a metric that nobody reads never fires",
    check: (plan) => {
      const exported = new Set(
        readConfig(plan).customNamespace.flatMap(({ namespace, metrics }) =>
          metrics.flatMap(({ name, statistics }) => statistics.map((one) => buildExportedName(namespace, name, one))),
        ),
      );
      const rules = toText(
        getValue(findRelease(plan, "Prometheus")?.inputs, "values", "serverFiles", "alerting_rules.yml"),
      );
      const dashboards = toText(plan.find(({ name }) => name === "Dashboards")?.inputs["data"]);
      const used = new Set([...`${rules} ${dashboards}`.matchAll(/\baws_[a-z]\w+/g)].map(([name]) => name));
      return used.size === 0
        ? ["no alert uses CloudWatch"]
        : [...used].filter((name) => !exported.has(name)).map((name) => `${name} is not read`);
    },
    plant: (plan) =>
      changeResource(plan, "CloudwatchExporter", (inputs) => {
        const { customNamespace, ...rest } = readConfig(plan);
        (inputs["values"] as { config: string }).config = JSON.stringify({
          ...rest,
          customNamespace: customNamespace.slice(1),
        });
      }),
  },
  {
    name: "functions write their metrics to the namespace that the exporter reads",
    needs: "GPU tier",
    why: "the metrics of stages in one account would mix, or be missing",
    check: (plan) => {
      const namespaces = readConfig(plan).customNamespace.map(({ namespace }) => namespace);
      return filterByType(plan, "lambda/function:Function")
        .filter(({ name }) => /^(Api|Work|Media|Repair|Sequencer|Webhooks)Function$/.test(name))
        .filter(
          ({ inputs }) =>
            !namespaces.includes(toText(getValue(inputs, "environment", "variables", "PEGBAR_METRIC_NAMESPACE"))),
        )
        .map(({ name }) => `${name} writes to another namespace`);
    },
    plant: (plan) =>
      changeResource(plan, "RepairFunction", (inputs) => {
        const { variables } = inputs["environment"] as { variables: Record<string, string> };
        variables["PEGBAR_METRIC_NAMESPACE"] = "Pegbar";
      }),
  },
  {
    name: "the CloudWatch exporter may read metrics, and nothing else",
    needs: "GPU tier",
    why: "CloudWatch's read access includes logs",
    check: (plan) =>
      listStatements(plan.find(({ name }) => name === "CloudwatchExporterRole") ?? { inputs: {} })
        .flatMap(({ Action }) => list(Action))
        .filter((action) => !["cloudwatch:GetMetricData", "cloudwatch:ListMetrics"].includes(toText(action)))
        .map((action) => `it may ${toText(action)}`),
    plant: (plan) =>
      changeResource(plan, "CloudwatchExporterRole", (inputs) => {
        inputs["inlinePolicies"] = JSON.parse(
          JSON.stringify(inputs["inlinePolicies"]).replaceAll("cloudwatch:ListMetrics", "logs:GetLogEvents"),
        );
      }),
  },
];
