import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { catalogue } from "@pegbar/telemetry/metric/catalogue.ts";
import type { Definition } from "@pegbar/telemetry/metric/definition.ts";
import { formatAs } from "./format.ts";
import { formatTable } from "./markdown-table.ts";

const FILE = path.join(import.meta.dirname, "../docs/operations/metrics.md");

const sections: [title: string, prefix: RegExp][] = [
  ["API", /^(http_|pegbar_quota_)/],
  ["Jobs, attempts and queues", /^pegbar_(jobs?_|jobs$|attempts_|claims_|dispatch_|queue_|outbox_|corrections_)/],
  ["Workers and cost", /^pegbar_(workers$|class_|gpu_|cost_|studio_)/],
  ["Worker", /^pegbar_worker_/],
  ["Ledger", /^pegbar_ledger_/],
  ["Webhooks, media and credentials", /^pegbar_(webhooks?_|media_|credentials_)/],
  ["Telemetry itself", /^pegbar_(telemetry_|build_)/],
];

/** Generates the page of metrics. `node scripts/metrics.ts` writes it, `--check` fails if it is out of date. */
function buildPage(): string {
  const all = Object.entries(catalogue) as [string, Definition][];
  const tables = sections.map(([title, prefix]) => {
    const rows = all
      .filter(([name]) => sections.find(([, other]) => other.test(name))?.[1] === prefix)
      .map(([name, { type, labels, help, from }]) => [
        `\`${name}\``,
        type,
        labels.map((label) => `\`${label}\``).join(", "),
        `${help}.`,
        from.join(", "),
      ]);
    return `## ${title}\n\n${formatTable(["metric", "type", "labels", "", "emitted by"], rows)}`;
  });
  const missing = all.filter(([name]) => !sections.some(([, prefix]) => prefix.test(name))).map(([name]) => name);
  if (missing.length > 0) throw new Error(`No section of scripts/metrics.ts has ${missing.join(", ")}.`);
  return `# Metrics

Generated from [\`metric/catalogue.ts\`](../../packages/telemetry/src/metric/catalogue.ts) by \`npm run docs:metrics\`.

- **One machine.** \`platform.json\` in the data folder lists the addresses that Prometheus scrapes: one for all components, one per worker. The
  first of them has a page with charts of the last hour. \`npm start -- --with-prometheus\` starts an installed Prometheus.
- **Cloud.** Workers are scraped by the cluster's Prometheus. Lambda functions write their metrics as
  [EMF](https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html) lines, from which CloudWatch
  makes metrics of the same names in the namespace \`Pegbar/STAGE\`, with the labels as dimensions. Labels that are empty are left out. A counter's value is its
  increase, a histogram's are its observations.
- **Names** begin with \`pegbar_\`, or are those of
  [OpenTelemetry's semantic conventions](https://opentelemetry.io/docs/specs/semconv/http/http-metrics/) in Prometheus's form. Units are base units. Counters end
  with \`_total\`.
- **Labels** have few values. There are no ids of jobs and no names; \`tenant\` is the id of a studio.
- Gauges are read from the database when metrics are scraped, at most every five seconds; in the cloud once a minute. Counters count in the process and
  begin at 0 when it starts. An event counts when its transaction has committed.
- A worker adds the labels \`worker\`, new at each start, and \`class\`. All processes also have the
  [default metrics of prom-client](https://github.com/siimon/prom-client#default-metrics).

![The page of the embedded platform with charts of the last minutes](../images/metrics-page.webp)

${tables.join("\n\n")}
`;
}

const page = await formatAs(FILE, buildPage());
if (!process.argv.includes("--check")) writeFileSync(FILE, page);
else if (!existsSync(FILE) || readFileSync(FILE, "utf8") !== page) {
  console.error("docs/operations/metrics.md is out of date. Run: npm run docs:metrics");
  process.exit(1);
}
