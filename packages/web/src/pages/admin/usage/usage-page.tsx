import { useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useMe } from "../../../api/me.ts";
import { quotas } from "../../../api/lists.ts";
import { formatDuration, formatMoney, formatMonth } from "../../../components/format.ts";
import { Button } from "../../../components/button.tsx";
import { Select } from "../../../components/select.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { useNow } from "../../../components/time-ago.tsx";
import { createProjection } from "../quotas/projection.ts";
import { DailyChart } from "./daily-chart.tsx";
import { UsageTable } from "./usage-table.tsx";
import { groupNames, measureNames, saveCsv, usageBy, type UsageLine } from "./queries.ts";
import { groups, measures, type Group, type Measure, type UsageSearch } from "./search.ts";

const route = getRouteApi("/admin/usage");

/** Usage and cost of a month, by day, show, member or model. */
export function UsagePage() {
  const studio = useQuery(quotas).data?.find(({ scope }) => scope === "tenant");
  const search = route.useSearch();
  const month = search.month ?? studio?.month;
  return (
    <>
      <title>Usage – Pegbar</title>
      {month === undefined ? (
        <div className="skeleton h-96" aria-busy="true" />
      ) : (
        <Month month={month} current={studio} />
      )}
    </>
  );
}

interface MonthProps {
  month: string;
  /** The studio's quota of the current month. */
  current: { month: string; renewsAt: string; limits: { dollarsPerMonth: number | null } } | undefined;
}

function Month({ month, current }: MonthProps) {
  const { by = "day", in: measure = "dollars" } = route.useSearch();
  const usage = useQuery({ ...usageBy(by, month), placeholderData: (before) => before });
  // While another grouping loads, the previous data has other keys.
  const lines = usage.data?.every((line) => by in line.key) ? usage.data : [];
  return (
    <>
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h1>Usage in {formatMonth(month)}</h1>
        <MonthSelect month={month} currentMonth={current?.month ?? month} />
      </div>
      {usage.error && <ErrorMessage error={usage.error} onRetry={() => void usage.refetch()} />}
      <Totals lines={usage.data ?? []} month={month} current={current} />
      <section aria-label="Details" className="flex flex-col gap-4 rounded-lg border border-line bg-surface p-4">
        <Toolbar by={by} measure={measure} month={month} />
        {usage.isPending ? (
          <div className="skeleton h-72" aria-busy="true" />
        ) : usage.data?.length === 0 ? (
          <NoUsage month={month} />
        ) : by === "day" ? (
          <>
            <DailyChart lines={lines} month={month} measure={measure} />
            <details>
              <summary className="rounded-sm py-1 text-sm font-medium">Show as table</summary>
              <div className="mt-2">
                <UsageTable lines={lines} by={by} measure={measure} hasBars={false} />
              </div>
            </details>
          </>
        ) : (
          <UsageTable lines={lines} by={by} measure={measure} hasBars />
        )}
      </section>
    </>
  );
}

/** Months with usage, and the current month. */
function MonthSelect({ month, currentMonth }: { month: string; currentMonth: string }) {
  const navigate = route.useNavigate();
  const { data = [] } = useQuery(usageBy("month"));
  const monthsWithUsage = data.flatMap((line) => line.key["month"]?.id ?? []);
  const months = [...new Set([...monthsWithUsage, currentMonth, month])].sort().reverse();
  const goToMonth = (to: string | undefined) => to && void navigate({ search: (before) => ({ ...before, month: to }) });
  const at = months.indexOf(month);
  return (
    <div className="flex items-end gap-1">
      <Button
        variant="plain"
        aria-label="Previous month"
        disabled={at === months.length - 1}
        onClick={() => goToMonth(months[at + 1])}
      >
        ‹
      </Button>
      <Select
        label="Month"
        value={month}
        options={months.map((one) => [one, formatMonth(one)] as const)}
        onChange={goToMonth}
      />
      <Button variant="plain" aria-label="Next month" disabled={at === 0} onClick={() => goToMonth(months[at - 1])}>
        ›
      </Button>
    </div>
  );
}

function Totals({ lines, month, current }: { lines: readonly UsageLine[] } & MonthProps) {
  const clock = useNow();
  // Usage of some shows must not be compared with the studio's limit.
  const seesStudio = useMe().may["usage.read"] === "tenant";
  const sum = (name: "dollars" | "gpuSeconds" | "jobs" | "platformDollars") =>
    lines.reduce((total, line) => total + line[name], 0);
  const dollars = sum("dollars");
  const limit = current?.limits.dollarsPerMonth;
  const projected = current?.month === month ? createProjection(current, clock).projectMonthEnd(dollars) : undefined;
  const rows: [string, string, string][] = [
    [
      seesStudio ? "Spend" : "Spend in your shows",
      formatMoney(dollars),
      seesStudio && typeof limit === "number" && current?.month === month ? `of ${formatMoney(limit)}` : "",
    ],
    ...(projected === undefined
      ? []
      : ([["Projected spend", formatMoney(projected), "by month end"]] satisfies typeof rows)),
    ["GPU time", formatDuration(sum("gpuSeconds")), ""],
    ["Covered by platform", formatMoney(sum("platformDollars")), "not charged"],
  ];
  return (
    <dl className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      {rows.map(([name, value, note]) => (
        <div key={name} className="rounded-lg border border-line bg-surface px-4 py-3">
          <dt className="text-sm text-soft">{name}</dt>
          <dd className="flex flex-wrap items-baseline gap-x-2 tabular-nums">
            <span className="text-xl font-semibold">{value}</span>
            <span className="text-sm text-soft">{note}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Toolbar({ by, measure, month }: { by: Group; measure: Measure; month: string }) {
  const csv = useMutation({ mutationFn: () => saveCsv(by, month) });
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <LinkTabs label="Group by" options={groups.map((one) => [one, groupNames[one], { by: one }])} chosen={by} />
      <div className="flex flex-wrap items-center gap-3">
        <LinkTabs
          label="Measure"
          options={measures.map((one) => [one, measureNames[one], { in: one }])}
          chosen={measure}
        />
        <Button variant="plain" size="sm" busy={csv.isPending} onClick={() => csv.mutate()}>
          Download CSV
        </Button>
      </div>
      {csv.error && <ErrorMessage error={csv.error} />}
    </div>
  );
}

interface LinkTabsProps {
  label: string;
  options: readonly (readonly [value: string, name: string, search: UsageSearch])[];
  chosen: string;
}

/** Tabs as links, so that each has its own URL. */
const LinkTabs = ({ label, options, chosen }: LinkTabsProps) => (
  <nav aria-label={label} className="flex rounded-md bg-sunken p-0.5">
    {options.map(([value, name, search]) => (
      <Link
        key={value}
        to="/admin/usage"
        search={(before) => ({ ...before, ...search })}
        replace
        aria-current={value === chosen ? "true" : undefined}
        className={`rounded-sm px-2.5 py-1 text-sm ${value === chosen ? "bg-surface font-medium shadow-sm" : "text-soft hover:text-text"}`}
      >
        {name}
      </Link>
    ))}
  </nav>
);

function NoUsage({ month }: { month: string }) {
  const { can } = useMe();
  return (
    <EmptyState
      title={`No usage in ${formatMonth(month)}`}
      action={
        can("job.read") && (
          <Link to="/jobs" className="text-accent underline">
            Go to jobs
          </Link>
        )
      }
    >
      Each job adds its GPU time and cost when it ends, to its day, show, artist and model.
    </EmptyState>
  );
}
