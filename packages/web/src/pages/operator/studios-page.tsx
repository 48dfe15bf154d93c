import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useMe } from "../../api/me.ts";
import { bytes, count, duration, money } from "../../parts/amount.ts";
import { Button } from "../../parts/button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Problem } from "../../parts/problem.tsx";
import { RowsToCome, Table, Td, Th } from "../../parts/table.tsx";
import { QuotaBar } from "../admin/quotas/bar.tsx";
import { NewStudio } from "./new-studio.tsx";
import { studioList, type Studio } from "./queries.ts";

/** The studios of the platform with their numbers; nothing of their work. */
export function StudiosPage() {
  const { can } = useMe();
  const list = useQuery(studioList);
  const [making, setMaking] = useState(false);
  const make = can("tenants.write") && <Button onClick={() => setMaking(true)}>New studio</Button>;
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-4 p-4 md:p-6">
      <title>Studios – Pegbar</title>
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h1>Studios</h1>
        {make}
      </div>
      <p className="max-w-2xl text-soft">
        What each takes of the platform, this month and now. Months end at midnight of the studio’s own time zone. Open
        one to set its limits.
      </p>
      {list.error && <Problem error={list.error} again={() => void list.refetch()} />}
      {list.isPending ? (
        <RowsToCome rows={4} />
      ) : list.data?.length === 0 ? (
        <Empty title="No studio yet" act={make}>
          A studio has people, shows, models and workflows of its own, and limits that you set. Making one invites its
          first admin, who does the rest.
        </Empty>
      ) : (
        list.data && <Studios rows={list.data} />
      )}
      {making && <NewStudio close={() => setMaking(false)} />}
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
        <Th wide>Jobs running</Th>
        <Th wide>Jobs waiting</Th>
        <Th wide>Storage</Th>
      </>
    }
  >
    {rows.map(({ id, name, slug, limits, dollars, gpuSeconds, running, waiting, storageBytes }) => (
      <tr key={id} className="hover:bg-sunken">
        <Td>
          <Link to="/studios/$studioId" params={{ studioId: id }} className="font-medium underline">
            {name}
          </Link>
          <span className="block text-sm text-soft">{slug}</span>
        </Td>
        <Td>
          <Taken used={dollars} limit={limits.dollarsPerMonth} show={money} />
        </Td>
        <Td wide>
          <Taken used={gpuSeconds} limit={limits.gpuSecondsPerMonth} show={duration} />
        </Td>
        <Td wide>
          <Taken used={running} limit={limits.runningJobs} show={count} />
        </Td>
        <Td wide>
          <Taken used={waiting} limit={limits.waitingJobs} show={count} />
        </Td>
        <Td wide>
          <Taken used={storageBytes} limit={limits.storageBytes} show={bytes} />
        </Td>
      </tr>
    ))}
  </Table>
);

function Taken({ used, limit, show }: { used: number; limit: number | null; show: (value: number) => string }) {
  return (
    <div className="flex flex-col gap-1.5">
      <span className="text-sm whitespace-nowrap tabular-nums">
        {limit === null ? show(used) : `${show(used)} of ${show(limit)}`}
      </span>
      {limit === null ? (
        <span className="text-xs leading-1.5 text-soft">no limit</span>
      ) : (
        <QuotaBar slim used={used} reserved={0} limit={limit} />
      )}
    </div>
  );
}
