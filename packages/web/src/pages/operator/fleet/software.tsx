import type { components } from "@pegbar/sdk";
import { formatCount } from "../../../components/format.ts";
import { DetailList } from "./detail-list.tsx";

type Software = NonNullable<components["schemas"]["Worker"]["software"]>;
type CustomNode = NonNullable<Software["customNodes"]>[number];

/** Whether a worker reports anything about its software. */
export const isKnown = (software: Software | null): software is Software =>
  software !== null && Object.keys(software).length > 0;

/** What a worker's ComfyUI runs on: the most important versions, and the rest on demand. */
export function SoftwareDetails({ software, workerId }: { software: Software; workerId: string }) {
  const { pytorch, cuda, driver, python, comfyuiCommit, flags = [], packages = {} } = software;
  const customNodes = listCustomNodes(software);
  const details = [
    ["Python", python],
    ["PyTorch", pytorch],
    ["CUDA", cuda],
    ["NVIDIA driver", driver],
    ["ComfyUI commit", comfyuiCommit],
    ["ComfyUI flags", flags.join("\n")],
    ["Packages", formatPackages(packages)],
    ["Custom nodes", customNodes.join("\n")],
  ] as const;
  return (
    <details className="text-sm">
      <summary className="text-soft">{summarize(software)}</summary>
      <div className="mt-2">
        <DetailList
          label={`Software of ${workerId}`}
          details={details.flatMap(([name, value]) => (value ? [[name, value] as const] : []))}
        />
      </div>
    </details>
  );
}

function summarize({ pytorch, driver, customNodes = [], moreCustomNodes = 0 }: Software): string {
  const count = customNodes.length + moreCustomNodes;
  const parts = [
    pytorch === undefined ? "" : `PyTorch ${pytorch}`,
    driver === undefined ? "" : `driver ${driver}`,
    count === 0 ? "" : `${formatCount(count)} custom ${count === 1 ? "node" : "nodes"}`,
  ];
  return ["Software", parts.filter(Boolean).join(", ")].filter(Boolean).join(": ");
}

const formatPackages = (packages: Record<string, string>): string =>
  Object.entries(packages)
    .map(([name, version]) => `${name} ${version}`)
    .sort()
    .join(", ");

function listCustomNodes({ customNodes = [], moreCustomNodes = 0 }: Software): string[] {
  const more = moreCustomNodes === 0 ? [] : [`and ${formatCount(moreCustomNodes)} more`];
  return [...customNodes.map(formatCustomNode), ...more];
}

function formatCustomNode({ name, version, repository, commit, sha256 }: CustomNode): string {
  const source = commit === undefined ? sha256 && `sources ${sha256.slice(0, 12)}` : `commit ${commit.slice(0, 12)}`;
  return [[name, version].filter(Boolean).join(" "), source ?? "commit unknown", repository].filter(Boolean).join(", ");
}
