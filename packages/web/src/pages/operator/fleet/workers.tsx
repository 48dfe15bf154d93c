import type { components } from "@pegbar/sdk";
import { bytes, count } from "../../../parts/amount.ts";
import { Empty } from "../../../parts/empty.tsx";
import { Badge, Table, Td, Th } from "../../../parts/table.tsx";
import { Ago } from "../../../parts/time.tsx";

type Worker = components["schemas"]["Worker"];

const tones: Record<Worker["state"], "soft" | "good" | "busy" | "warn" | "bad"> = {
  starting: "soft",
  ready: "good",
  working: "busy",
  restarting: "warn",
  unfit: "bad",
  draining: "soft",
};

/** Each worker that has been heard of within the hour; those that take no job first, with the reason. */
export function Workers({ rows }: { rows: readonly Worker[] }) {
  const sorted = rows.toSorted((one, other) => Number(one.unfit === null) - Number(other.unfit === null));
  return (
    <section aria-labelledby="workers" className="flex flex-col gap-3">
      <h2 id="workers">Workers</h2>
      {rows.length === 0 ? (
        <Empty title="No worker">
          None has been heard of for an hour. The first job brings one: a GPU of its class takes some minutes to come.
        </Empty>
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
              <Th wide>Loaded</Th>
              <Th>Heard</Th>
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

/** A worker, and below it, over all columns, why it takes no job. */
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
        {worker.unfit === null ? worker.state : "unfit"}
      </Badge>
    </Td>
    <Td wide>
      {worker.gpu}
      {worker.vramBytes > 0 && <span className="block text-sm text-soft">{bytes(worker.vramBytes)}</span>}
    </Td>
    <Td wide className="tabular-nums">
      {worker.comfyuiVersion}
      <span className="block text-sm text-soft">{count(worker.nodes)} classes</span>
    </Td>
    <Td wide number>
      {count(worker.restarts)}
    </Td>
    <Td wide className="max-w-48 text-sm break-words text-soft">
      {worker.loadedModels.length === 0 ? "–" : worker.loadedModels.join(", ")}
    </Td>
    <Td>
      <Ago at={worker.seenAt} />
    </Td>
  </tr>
);
