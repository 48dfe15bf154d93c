import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { quotas } from "../../../api/lists.ts";
import { formatRenewal } from "../../../components/format.ts";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { TableSkeleton, Table, Td, Th } from "../../../components/table.tsx";
import { QuotaBar } from "./quota-bar.tsx";
import { meters, type Meter, type Quota } from "./meters.ts";

const scopes = [
  ["tenant", "Studio"],
  ["show", "Shows"],
  ["member", "Members"],
] as const;

/** Quotas of the studio, its shows and its members. */
export function QuotasPage() {
  const list = useQuery(quotas);
  const [first] = list.data ?? [];
  return (
    <>
      <title>Quotas – Pegbar</title>
      <div className="flex flex-wrap items-baseline justify-between gap-3">
        <h1>Quotas</h1>
        {first && <p className="text-sm text-soft">Monthly limits renew on {formatRenewal(first)}</p>}
      </div>
      <p className="max-w-2xl text-soft">
        Each job counts against the quotas of its studio, its show and its member, and must fit all three. Select a
        quota to change its limits.
      </p>
      {list.error && <ErrorMessage error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <TableSkeleton rows={8} />}
      {scopes.map(([scope, name]) => {
        const rows = list.data?.filter((quota) => quota.scope === scope) ?? [];
        return rows.length === 0 ? undefined : <Group key={scope} name={name} rows={rows} />;
      })}
    </>
  );
}

function Group({ name, rows }: { name: string; rows: readonly Quota[] }) {
  return (
    <section aria-label={name} className="flex flex-col gap-2">
      <h2>{name}</h2>
      <Table
        label={`Quotas: ${name}`}
        head={
          <>
            <Th className="w-1/5">Name</Th>
            {meters.map(({ limit, name }) => (
              <Th key={limit} wide={limit !== "dollarsPerMonth"} className="md:w-[16%]">
                {name}
              </Th>
            ))}
          </>
        }
      >
        {rows.map((quota) => (
          <tr key={quota.subjectId} className="relative hover:bg-sunken">
            <Td>
              <Link
                to="/admin/quotas/$subjectId"
                params={{ subjectId: quota.subjectId }}
                className="row-link font-medium underline"
              >
                {quota.name}
              </Link>
            </Td>
            {meters.map((meter) => (
              <Td key={meter.limit} wide={meter.limit !== "dollarsPerMonth"}>
                <UsageCell quota={quota} meter={meter} />
              </Td>
            ))}
          </tr>
        ))}
      </Table>
    </section>
  );
}

function UsageCell({ quota, meter }: { quota: Quota; meter: Meter }) {
  const limit = quota.limits[meter.limit];
  const used = meter.getUsed(quota);
  const reserved = meter.getReserved(quota);
  const text =
    limit === null ? meter.format(used + reserved) : `${meter.format(used + reserved)} of ${meter.format(limit)}`;
  return (
    <div className="flex flex-col gap-1.5">
      <span className="text-sm whitespace-nowrap tabular-nums">{text}</span>
      {limit === null ? (
        <span className="text-xs leading-1.5 text-soft">no limit</span>
      ) : (
        <QuotaBar slim used={used} reserved={reserved} limit={limit} />
      )}
    </div>
  );
}
