import { useQuery } from "@tanstack/react-query";
import { PegbarError, type components } from "@pegbar/sdk";
import { quotas } from "../../api/lists.ts";
import { useMe } from "../../api/me.ts";
import { describeError } from "../../components/error-message.tsx";
import type { TotalEstimate } from "./estimate-groups.ts";
import type { ShotTarget } from "./shot-select.tsx";
import { formatDurationRange, formatRenewal } from "../../components/format.ts";
import { formatPrice, formatPriceRange, describeShortage, formatStart } from "./format.ts";

interface Props {
  estimate: TotalEstimate | undefined;
  /** A newer estimate is loading. */
  isOutdated: boolean;
  jobs: number;
  /** Why there is no price yet. */
  unavailable: string | undefined;
  /** Why the job would be, or was, rejected. */
  error: unknown;
  /** Messages of `error` that belong to no field. */
  otherErrors: readonly string[];
}

/** Price, duration and start of the jobs in the form. */
export function Cost({ estimate, isOutdated, jobs, unavailable, error, otherErrors }: Props) {
  return (
    <section aria-label="Estimate" aria-busy={isOutdated} className="flex flex-col gap-2">
      <div className={`min-h-28 transition-opacity ${isOutdated && unavailable === undefined ? "opacity-60" : ""}`}>
        {estimate && unavailable === undefined ? (
          <>
            <p role="status" className="text-xl font-semibold whitespace-nowrap tabular-nums">
              {formatPriceRange(estimate.dollars.low, estimate.dollars.high)}
            </p>
            <p className="text-soft tabular-nums">
              {jobs > 1 ? `${jobs} jobs, each ` : ""}
              {formatDurationRange(estimate.seconds.low, estimate.seconds.high)} on {estimate.instance}
            </p>
            <p className="text-soft">Starts {formatStart(estimate.wait)}</p>
            <p className="mt-1 text-xs text-soft">
              {estimate.runs > 0
                ? `Based on ${estimate.runs} similar ${estimate.runs === 1 ? "run" : "runs"}.`
                : `${jobs > 1 ? "No similar runs for some sizes" : "No similar runs"} yet: estimated from size and steps.`}
            </p>
          </>
        ) : unavailable !== undefined || error ? (
          <p className="text-soft">{unavailable}</p>
        ) : (
          <div className="flex flex-col gap-2 pt-1">
            <span className="sr-only">Calculating price…</span>
            <div className="skeleton h-8 w-44" />
            <div className="skeleton h-4 w-56" />
            <div className="skeleton h-4 w-36" />
          </div>
        )}
      </div>
      {error !== null && error !== undefined && <Rejection error={error} rest={otherErrors} />}
    </section>
  );
}

/** Why the job is rejected: exhausted limits, and errors that belong to no field. */
function Rejection({ error, rest }: { error: unknown; rest: readonly string[] }) {
  const shortages = error instanceof PegbarError ? error.quota : undefined;
  const { data: [first] = [] } = useQuery(quotas);
  const isBudget = shortages?.some(({ meter }) => meter === "dollarsPerMonth" || meter === "gpuSecondsPerMonth");
  const lines = shortages ? shortages.map((shortage) => describeShortage(shortage, first?.timeZone)) : rest;
  const isShownInForm = error instanceof PegbarError && error.errors.length > 0 && lines.length === 0;
  return (
    <div role="alert" className="flex flex-col gap-1.5 rounded-md border border-bad/40 bg-bad-wash p-3 text-sm">
      <p className="font-medium text-bad">
        {shortages
          ? `${isBudget ? "Not enough budget" : "Limit reached"}. Your settings are saved.`
          : isShownInForm
            ? "Fix the marked fields."
            : lines.length > 0
              ? "This job can’t run yet."
              : describeError(error).title}
      </p>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  );
}

/** Remaining monthly budget of the studio, the show and the user, and what the jobs need of it, in dollars. */
export function Budgets({ show, needed }: { show: ShotTarget["show"]; needed: number }) {
  const { tenant, member } = useMe();
  const { data } = useQuery(quotas);
  const subjects = [tenant?.id, show?.id, member?.id].filter((id): id is string => id !== undefined);
  const rows = subjects.flatMap((id) => data?.find(({ subjectId }) => subjectId === id) ?? []);
  return (
    <section aria-label="Budgets this month" className="flex flex-col gap-2.5">
      {data === undefined && <div className="skeleton h-24" />}
      {rows.map((row) => (
        <Budget key={row.subjectId} quota={row} needed={needed} />
      ))}
    </section>
  );
}

type Quota = components["schemas"]["Quota"];

function Budget({ quota, needed }: { quota: Quota; needed: number }) {
  const { scope, name, limits, used, reserved } = quota;
  const limit = limits.dollarsPerMonth;
  const committed = used.dollars + reserved.dollars;
  const label = scope === "member" ? "You" : name;
  if (limit === null)
    return (
      <p className="flex justify-between gap-3 text-sm">
        <span className="truncate">{label}</span>
        <span className="whitespace-nowrap text-soft tabular-nums">{formatPrice(committed)} this month, no limit</span>
      </p>
    );
  const left = Math.max(0, limit - committed);
  const isShort = needed > left;
  const toShare = (dollars: number) => Math.min(1, limit === 0 ? 1 : dollars / limit);
  return (
    <div className="flex flex-col gap-1 text-sm">
      <p className="flex justify-between gap-3">
        <span className="truncate">{label}</span>
        <span className={`whitespace-nowrap tabular-nums ${isShort ? "font-medium text-bad" : "text-soft"}`}>
          {formatPrice(left)} left of {formatPrice(limit)}
        </span>
      </p>
      <div aria-hidden="true" className="relative h-1.5 overflow-hidden rounded-full bg-line">
        <div
          className={`absolute inset-0 origin-left ${isShort ? "bg-bad" : "bg-accent/45"} transition-transform`}
          style={{ transform: `scaleX(${toShare(committed + needed)})` }}
        />
        <div
          className="absolute inset-0 origin-left bg-soft transition-transform"
          style={{ transform: `scaleX(${toShare(committed)})` }}
        />
      </div>
      {isShort && (
        <p className="text-bad">
          This may cost {formatPrice(needed)}. The budget renews on {formatRenewal(quota)}.
        </p>
      )}
    </div>
  );
}
