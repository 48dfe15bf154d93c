import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useMe } from "../../api/me.ts";
import { formatBytes, formatCount, formatDuration, formatMoney } from "../../components/format.ts";
import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorMessage } from "../../components/error-message.tsx";
import { TableSkeleton, Table, Td, Th } from "../../components/table.tsx";
import { QuotaBar } from "../admin/quotas/quota-bar.tsx";
import { NewStudioDialog } from "./new-studio-dialog.tsx";
import { studioList, type Studio } from "./queries.ts";

/** All studios with their usage. Operators see no work. */
export function StudiosPage() {
  const { can } = useMe();
  const list = useQuery(studioList);
  const [isCreating, setIsCreating] = useState(false);
  const newStudioButton = can("tenants.write") && <Button onClick={() => setIsCreating(true)}>New studio</Button>;
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-4 p-4 md:p-6">
      <title>Studios – Pegbar</title>
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h1>Studios</h1>
        {newStudioButton}
      </div>
      <p className="max-w-2xl text-soft">
        What each studio uses, this month and now. Months end at midnight in the studio’s time zone. Select a studio to
        set its limits.
      </p>
      {list.error && <ErrorMessage error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending ? (
        <TableSkeleton rows={4} />
      ) : list.data?.length === 0 ? (
        <EmptyState title="No studios yet" action={newStudioButton}>
          A studio has its own members, shows, models and workflows, and limits that you set. Creating one invites its
          first admin, who sets up the rest.
        </EmptyState>
      ) : (
        list.data && <Studios rows={list.data} />
      )}
      {isCreating && <NewStudioDialog onClose={() => setIsCreating(false)} />}
    </div>
  );
}

const Studios = ({ rows }: { rows: readonly Studio[] }) => (
  <Table
    label="Studios"
    head={
      <>
        <Th className="w-1/2 md:w-1/4">Name</Th>
        <Th className="md:w-[18%]">Spend this month</Th>
        <Th wide className="md:w-[18%]">
          GPU time this month
        </Th>
        <Th wide>Running jobs</Th>
        <Th wide>Queued jobs</Th>
        <Th wide>Storage</Th>
      </>
    }
  >
    {rows.map(({ id, name, slug, limits, dollars, gpuSeconds, running, waiting, storageBytes }) => (
      <tr key={id} className="relative hover:bg-sunken">
        <Td>
          <Link to="/studios/$studioId" params={{ studioId: id }} className="row-link font-medium underline">
            {name}
          </Link>
          <span className="block text-sm text-soft">{slug}</span>
        </Td>
        <Td>
          <UsageCell used={dollars} limit={limits.dollarsPerMonth} format={formatMoney} />
        </Td>
        <Td wide>
          <UsageCell used={gpuSeconds} limit={limits.gpuSecondsPerMonth} format={formatDuration} />
        </Td>
        <Td wide>
          <UsageCell used={running} limit={limits.runningJobs} format={formatCount} />
        </Td>
        <Td wide>
          <UsageCell used={waiting} limit={limits.waitingJobs} format={formatCount} />
        </Td>
        <Td wide>
          <UsageCell used={storageBytes} limit={limits.storageBytes} format={formatBytes} />
        </Td>
      </tr>
    ))}
  </Table>
);

function UsageCell({ used, limit, format }: { used: number; limit: number | null; format: (value: number) => string }) {
  return (
    <div className="flex flex-col gap-1.5">
      <span className="text-sm whitespace-nowrap tabular-nums">
        {limit === null ? format(used) : `${format(used)} of ${format(limit)}`}
      </span>
      {limit === null ? (
        <span className="text-xs leading-1.5 text-soft">no limit</span>
      ) : (
        <QuotaBar slim used={used} reserved={0} limit={limit} />
      )}
    </div>
  );
}
