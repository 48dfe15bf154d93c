import type { components } from "@pegbar/sdk";
import { count } from "../../../parts/amount.ts";
import { Badge } from "../../../parts/table.tsx";
import { Facts } from "./facts.tsx";

type State = components["schemas"]["Cluster"];
type Issue = State["issues"][number];

/** The cluster that workers run on: what is of which version, and what is wrong. */
export const Cluster = ({ cluster }: { cluster: State }) => (
  <section aria-labelledby="cluster" className="flex flex-col gap-3">
    <h2 id="cluster">Cluster</h2>
    <p className="text-sm text-soft">
      {cluster.version === null ? "One machine, and no cluster." : "Nodes of workers come and go, and are not listed."}
    </p>
    <Facts
      label="About the cluster"
      facts={[
        ["Name", cluster.name],
        ["State", cluster.status.toLowerCase()],
        ...(cluster.version === null
          ? []
          : [["Kubernetes", [cluster.version, cluster.platformVersion].filter(Boolean).join(", ")] as const]),
      ]}
    />
    <Issues issues={cluster.issues} />
    {(cluster.nodeGroups.length > 0 || cluster.addOns.length > 0) && (
      <ul
        aria-label="Parts of the cluster"
        className="flex flex-col divide-y divide-line rounded-lg border border-line bg-surface"
      >
        {cluster.nodeGroups.map((group) => (
          <Part
            key={group.name}
            name={group.name}
            status={group.status}
            version={group.releaseVersion}
            issues={group.issues}
            what={`${count(group.nodes.desired)} ${group.nodes.desired === 1 ? "node" : "nodes"} of ${group.instanceTypes.join(", ")}`}
          />
        ))}
        {cluster.addOns.map((addOn) => (
          <Part key={addOn.name} what="add-on" {...addOn} />
        ))}
      </ul>
    )}
  </section>
);

interface PartProps {
  name: string;
  what: string;
  status: string;
  version: string | null;
  issues: readonly Issue[];
}
const Part = ({ name, what, status, version, issues }: PartProps) => (
  <li className="flex flex-col gap-1 px-3 py-2.5">
    <span className="flex flex-wrap items-baseline justify-between gap-x-3 gap-y-1">
      <span>
        <span className="font-medium">{name}</span> <span className="text-sm text-soft">{what}</span>
      </span>
      <span className="flex items-baseline gap-2">
        {version !== null && <code className="text-sm text-soft">{version}</code>}
        <Badge tone={status === "ACTIVE" ? "good" : "warn"}>{status.toLowerCase()}</Badge>
      </span>
    </span>
    <Issues issues={issues} />
  </li>
);

const Issues = ({ issues }: { issues: readonly Issue[] }) =>
  issues.map(({ code, message, resources }) => (
    <p key={`${code} ${message}`} className="text-sm text-bad">
      {message} <span className="text-soft">{[code, ...resources].join(", ")}</span>
    </p>
  ));
