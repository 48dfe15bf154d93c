import { useState } from "react";
import { Select } from "../../../components/select.tsx";
import { Badge, Table, Td, Th } from "../../../components/table.tsx";
import { strings } from "../../../strings/workflows.ts";
import { compareVersions, type Change } from "./compare-versions.ts";
import type { WorkflowVersion } from "./queries.ts";

const tones = { added: "good", removed: "bad", changed: "warn" } as const;

/** Two versions of a workflow, and what differs between them. */
export function Comparison({ versions }: { versions: readonly WorkflowVersion[] }) {
  const [fromId, setFromId] = useState(versions[1]?.versionId);
  const [toId, setToId] = useState(versions[0]?.versionId);
  const from = versions.find(({ versionId }) => versionId === fromId);
  const to = versions.find(({ versionId }) => versionId === toId);
  const options = versions.map(({ versionId, version }) => [versionId, strings.versionName(version)] as const);
  const found = from && to ? compareVersions(from, to) : undefined;
  const isSame = found && Object.values(found).every(({ length }) => length === 0);
  return (
    <section aria-label={strings.compare} className="flex flex-col gap-3">
      <h2>{strings.compare}</h2>
      <div className="flex flex-wrap gap-3">
        <Select label={strings.from} value={fromId ?? ""} options={options} onChange={setFromId} />
        <Select label={strings.to} value={toId ?? ""} options={options} onChange={setToId} />
      </div>
      {isSame && <p className="text-soft">{strings.same}</p>}
      {found && (
        <>
          <Changes title={strings.settingChanges} changes={found.settings} />
          <Changes title={strings.formChanges} changes={found.form} />
          <Changes title={strings.graphChanges} changes={found.graph} />
        </>
      )}
    </section>
  );
}

function Changes({ title, changes }: { title: string; changes: readonly Change[] }) {
  if (changes.length === 0) return undefined;
  return (
    <div className="flex flex-col gap-1.5">
      <h3>{title}</h3>
      <Table
        label={title}
        head={
          <>
            <Th>{strings.what}</Th>
            <Th>{strings.before}</Th>
            <Th>{strings.after}</Th>
          </>
        }
      >
        {changes.map(({ kind, place, before, after }) => (
          <tr key={place}>
            <Td>
              <span className="mr-2 wrap-anywhere">{place}</span>
              <Badge tone={tones[kind]}>{strings.changes[kind]}</Badge>
            </Td>
            <Td className="text-sm wrap-anywhere">{before}</Td>
            <Td className="text-sm wrap-anywhere">{after}</Td>
          </tr>
        ))}
      </Table>
    </div>
  );
}
