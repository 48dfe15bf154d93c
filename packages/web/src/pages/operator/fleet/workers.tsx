import type { components } from "@pegbar/sdk";
import { formatBytes, formatCount } from "../../../components/format.ts";
import { strings } from "../../../strings/fleet.ts";
import { EmptyState } from "../../../components/empty-state.tsx";
import { Badge, Table, Td, Th } from "../../../components/table.tsx";
import { TimeAgo } from "../../../components/time-ago.tsx";
import { isKnown, SoftwareDetails } from "./software.tsx";

type Worker = components["schemas"]["Worker"];

const tones: Record<Worker["state"], "soft" | "good" | "busy" | "warn" | "bad"> = {
  starting: "soft",
  ready: "good",
  working: "busy",
  restarting: "warn",
  unfit: "bad",
  draining: "soft",
};

/**
 * Workers seen within the last hour; those that accept no jobs first, with the reason.
 * @param startsWorkers whether jobs of some class start a worker
 */
export function Workers({ rows, startsWorkers }: { rows: readonly Worker[]; startsWorkers: boolean }) {
  const sorted = rows.toSorted((one, other) => Number(one.unfit === null) - Number(other.unfit === null));
  return (
    <section aria-labelledby="workers" className="flex flex-col gap-3">
      <h2 id="workers">Workers</h2>
      {rows.length === 0 ? (
        <EmptyState title="No workers">{startsWorkers ? strings.emptyOnDemand : strings.emptyManual}</EmptyState>
      ) : (
        <Table
          label="Workers"
          head={
            <>
              <Th className="md:w-1/4">Worker</Th>
              <Th>State</Th>
              <Th wide>GPU</Th>
              <Th wide>ComfyUI</Th>
              <Th wide number>
                Restarts
              </Th>
              <Th wide>Loaded models</Th>
              <Th>Last seen</Th>
            </>
          }
        >
          {sorted.map((worker) => (
            <Row key={worker.id} worker={worker} />
          ))}
        </Table>
      )}
    </section>
  );
}

/** A worker, and below it why it accepts no jobs, and what it runs on. */
const Row = ({ worker }: { worker: Worker }) => (
  <>
    <Cells worker={worker} />
    {worker.unfit !== null && (
      <tr>
        <Td colSpan={7} className="border-t-0 pt-0 text-sm text-bad">
          {worker.unfit}
        </Td>
      </tr>
    )}
    {isKnown(worker.software) && (
      <tr>
        <Td colSpan={7} className="border-t-0 pt-0">
          <SoftwareDetails software={worker.software} workerId={worker.id} />
        </Td>
      </tr>
    )}
  </>
);

const Cells = ({ worker }: { worker: Worker }) => (
  <tr>
    <Td className="max-w-0 min-w-32">
      <span className="block truncate font-medium" title={worker.id}>
        {worker.id}
      </span>
      <span className="block text-sm text-soft">{worker.class}</span>
    </Td>
    <Td>
      <Badge tone={tones[worker.unfit === null ? worker.state : "unfit"]}>
        {worker.unfit === null && worker.state !== "unfit" ? worker.state : "unhealthy"}
      </Badge>
    </Td>
    <Td wide>
      {worker.gpu}
      {worker.vramBytes > 0 && <span className="block text-sm text-soft">{formatBytes(worker.vramBytes)}</span>}
    </Td>
    <Td wide className="tabular-nums">
      {worker.comfyuiVersion}
      <span className="block text-sm text-soft">{formatCount(worker.nodes)} node classes</span>
    </Td>
    <Td wide number>
      {formatCount(worker.restarts)}
    </Td>
    <Td wide className="max-w-48 text-sm break-words text-soft">
      {worker.loadedModels.length === 0 ? "–" : worker.loadedModels.join(", ")}
    </Td>
    <Td>
      <TimeAgo at={worker.seenAt} />
    </Td>
  </tr>
);
