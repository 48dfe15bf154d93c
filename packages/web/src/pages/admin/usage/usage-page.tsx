import { useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useMe } from "../../../api/me.ts";
import { quotas } from "../../../api/lists.ts";
import { duration, money, monthName } from "../../../parts/amount.ts";
import { Button } from "../../../parts/button.tsx";
import { Select } from "../../../parts/field.tsx";
import { Empty } from "../../../parts/empty.tsx";
import { Problem } from "../../../parts/problem.tsx";
import { useNow } from "../../../parts/time.tsx";
import { paceOf } from "../quotas/pace.ts";
import { Days } from "./days.tsx";
import { Lines } from "./lines.tsx";
import { groupNames, measureNames, saveCsv, usageBy, type UsageLine } from "./queries.ts";
import { groups, measures, type Group, type Measure, type UsageSearch } from "./search.ts";

const route = getRouteApi("/admin/usage");

/** What was used in a month and what it cost, from four sides. */
export function UsagePage() {
  const studio = useQuery(quotas).data?.find(({ scope }) => scope === "tenant");
  const search = route.useSearch();
  const month = search.month ?? studio?.month;
  return (
    <>
      <title>Usage – Pegbar</title>
      {month === undefined ? <div className="skeleton h-96" aria-busy="true" /> : <Month month={month} now={studio} />}
    </>
  );
}

interface MonthProps {
  month: string;
  /** The studio's quota of the present month. */
  now: { month: string; renewsAt: string; limits: { dollarsPerMonth: number | null } } | undefined;
}

function Month({ month, now }: MonthProps) {
  const { by = "day", in: measure = "dollars" } = route.useSearch();
  const usage = useQuery({ ...usageBy(by, month), placeholderData: (before) => before });
  // Lines of another kind than asked for stand there until the new ones come.
  const lines = usage.data?.every((line) => by in line.key) ? usage.data : [];
  return (
    <>
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h1>Usage in {monthName(month)}</h1>
        <Picker month={month} present={now?.month ?? month} />
      </div>
      {usage.error && <Problem error={usage.error} again={() => void usage.refetch()} />}
      <Sums lines={usage.data ?? []} month={month} now={now} />
      <section aria-label="In detail" className="flex flex-col gap-4 rounded-lg border border-line bg-surface p-4">
        <Choices by={by} measure={measure} month={month} />
        {usage.isPending ? (
          <div className="skeleton h-72" aria-busy="true" />
        ) : usage.data?.length === 0 ? (
          <Nothing month={month} />
        ) : by === "day" ? (
          <>
            <Days lines={lines} month={month} measure={measure} />
            <details>
              <summary className="rounded-sm py-1 text-sm font-medium">As a table</summary>
              <div className="mt-2">
                <Lines lines={lines} by={by} measure={measure} bars={false} />
              </div>
            </details>
          </>
        ) : (
          <Lines lines={lines} by={by} measure={measure} bars />
        )}
      </section>
    </>
  );
}

/** The months that have usage, and the present one. */
function Picker({ month, present }: { month: string; present: string }) {
  const navigate = route.useNavigate();
  const { data = [] } = useQuery(usageBy("month"));
  const known = data.flatMap((line) => line.key["month"]?.id ?? []);
  const months = [...new Set([...known, present, month])].sort().reverse();
  const go = (to: string | undefined) => to && void navigate({ search: (before) => ({ ...before, month: to }) });
  const at = months.indexOf(month);
  return (
    <div className="flex items-end gap-1">
      <Button
        look="plain"
        aria-label="The month before"
        disabled={at === months.length - 1}
        onClick={() => go(months[at + 1])}
      >
        ‹
      </Button>
      <Select label="Month" value={month} options={months.map((one) => [one, monthName(one)] as const)} onChange={go} />
      <Button look="plain" aria-label="The month after" disabled={at === 0} onClick={() => go(months[at - 1])}>
        ›
      </Button>
    </div>
  );
}

function Sums({ lines, month, now }: { lines: readonly UsageLine[] } & MonthProps) {
  const clock = useNow();
  // Who sees only the usage of their shows must not hold it against the studio's limit.
  const whole = useMe().may["usage.read"] === "tenant";
  const sum = (name: "dollars" | "gpuSeconds" | "jobs" | "platformDollars") =>
    lines.reduce((total, line) => total + line[name], 0);
  const dollars = sum("dollars");
  const limit = now?.limits.dollarsPerMonth;
  const projected = now?.month === month ? paceOf(now, clock).projected(dollars) : undefined;
  const rows: [string, string, string][] = [
    [
      whole ? "Spend" : "Spend of your shows",
      money(dollars),
      whole && typeof limit === "number" && now?.month === month ? `of ${money(limit)}` : "",
    ],
    ...(projected === undefined
      ? []
      : ([["By the month's end", money(projected), "at this pace"]] satisfies typeof rows)),
    ["GPU time", duration(sum("gpuSeconds")), ""],
    ["Borne by the platform", money(sum("platformDollars")), "not charged"],
  ];
  return (
    <dl className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      {rows.map(([name, value, beside]) => (
        <div key={name} className="rounded-lg border border-line bg-surface px-4 py-3">
          <dt className="text-sm text-soft">{name}</dt>
          <dd className="flex flex-wrap items-baseline gap-x-2 tabular-nums">
            <span className="text-xl font-semibold">{value}</span>
            <span className="text-sm text-soft">{beside}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Choices({ by, measure, month }: { by: Group; measure: Measure; month: string }) {
  const csv = useMutation({ mutationFn: () => saveCsv(by, month) });
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <Choice label="By" options={groups.map((one) => [one, groupNames[one], { by: one }])} chosen={by} />
      <div className="flex flex-wrap items-center gap-3">
        <Choice label="In" options={measures.map((one) => [one, measureNames[one], { in: one }])} chosen={measure} />
        <Button look="plain" size="sm" busy={csv.isPending} onClick={() => csv.mutate()}>
          Save as CSV
        </Button>
      </div>
      {csv.error && <Problem error={csv.error} />}
    </div>
  );
}

interface ChoiceProps {
  label: string;
  options: readonly (readonly [value: string, name: string, search: UsageSearch])[];
  chosen: string;
}

/** One of a few, as links: each is an address of its own. */
const Choice = ({ label, options, chosen }: ChoiceProps) => (
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

function Nothing({ month }: { month: string }) {
  const { can } = useMe();
  return (
    <Empty
      title={`Nothing was used in ${monthName(month)}`}
      act={
        can("job.read") && (
          <Link to="/jobs" className="text-accent underline">
            To the jobs
          </Link>
        )
      }
    >
      Every job that runs adds a line here when it ends: GPU time and what it cost, on its day, show, artist and model.
    </Empty>
  );
}
