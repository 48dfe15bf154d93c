import type { components } from "@pegbar/sdk";
import { formatCount } from "../../../components/format.ts";
import { Badge } from "../../../components/table.tsx";
import { DetailList } from "./detail-list.tsx";

type State = components["schemas"]["Cluster"];
type Issue = State["issues"][number];

/** The workers' cluster: versions and issues. */
export const Cluster = ({ cluster }: { cluster: State }) => (
  <section aria-labelledby="cluster" className="flex flex-col gap-3">
    <h2 id="cluster">Cluster</h2>
    <p className="text-sm text-soft">
      {cluster.version === null
        ? "Runs on one machine, without a cluster."
        : "Worker nodes scale up and down and aren’t listed."}
    </p>
    <DetailList
      label="About the cluster"
      details={[
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
        aria-label="Cluster components"
        className="flex flex-col divide-y divide-line rounded-lg border border-line bg-surface"
      >
        {cluster.nodeGroups.map((group) => (
          <Part
            key={group.name}
            name={group.name}
            status={group.status}
            version={group.releaseVersion}
            issues={group.issues}
            what={`${formatCount(group.nodes.desired)} ${group.nodes.desired === 1 ? "node" : "nodes"} of ${group.instanceTypes.join(", ")}`}
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
