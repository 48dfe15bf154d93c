import { useQuery } from "@tanstack/react-query";
import { PegbarError, type components } from "@pegbar/sdk";
import { quotas } from "../../api/lists.ts";
import { useMe } from "../../api/me.ts";
import { wordsFor } from "../../parts/problem.tsx";
import type { Whole } from "./groups.ts";
import type { Place } from "./place.tsx";
import { durations } from "../../parts/duration.ts";
import { money, onDay, prices, shortage, start } from "./words.ts";

interface Props {
  estimate: Whole | undefined;
  /** An older estimate, while a newer one comes. */
  old: boolean;
  jobs: number;
  /** What keeps a price from being reckoned. */
  instead: string | undefined;
  /** Why it would be, or was, refused. */
  error: unknown;
  /** What of that speaks of no field. */
  rest: readonly string[];
}

/** What pressing the button would cost, how long it would take, and when it would begin. */
export function Cost({ estimate, old, jobs, instead, error, rest }: Props) {
  return (
    <section aria-label="Estimate" aria-busy={old} className="flex flex-col gap-2">
      <div className={`min-h-28 transition-opacity ${old && instead === undefined ? "opacity-60" : ""}`}>
        {estimate && instead === undefined ? (
          <>
            <p role="status" className="text-xl font-semibold whitespace-nowrap tabular-nums">
              {prices(estimate.dollars.low, estimate.dollars.high)}
            </p>
            <p className="text-soft tabular-nums">
              {jobs > 1 ? `for ${jobs} jobs, each ` : ""}
              {durations(estimate.seconds.low, estimate.seconds.high)} on {estimate.instance}
            </p>
            <p className="text-soft">Begins {start(estimate.wait)}</p>
            <p className="mt-1 text-xs text-soft">
              {estimate.runs > 0
                ? `From ${estimate.runs} measured ${estimate.runs === 1 ? "run" : "runs"} like this.`
                : `${jobs > 1 ? "Not all sizes here have" : "No run like this has"} been measured yet: reckoned from size and steps.`}
            </p>
          </>
        ) : instead !== undefined || error ? (
          <p className="text-soft">{instead}</p>
        ) : (
          <div className="flex flex-col gap-2 pt-1">
            <span className="sr-only">The price is being reckoned</span>
            <div className="skeleton h-8 w-44" />
            <div className="skeleton h-4 w-56" />
            <div className="skeleton h-4 w-36" />
          </div>
        )}
      </div>
      {error !== null && error !== undefined && <Refusal error={error} rest={rest} />}
    </section>
  );
}

/** What speaks against the job: full limits with the way out, and whatever belongs to no field of the form. */
function Refusal({ error, rest }: { error: unknown; rest: readonly string[] }) {
  const full = error instanceof PegbarError ? error.quota : undefined;
  const lines = full ? full.map(shortage) : rest;
  const placed = error instanceof PegbarError && error.errors.length > 0 && lines.length === 0;
  return (
    <div role="alert" className="flex flex-col gap-1.5 rounded-md border border-bad/40 bg-bad-wash p-3 text-sm">
      <p className="font-medium text-bad">
        {full
          ? "There is no room for this. What you typed is kept."
          : placed
            ? "This does not fit: see what is marked."
            : lines.length > 0
              ? "This cannot run yet."
              : wordsFor(error).title}
      </p>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  );
}

/** What is left of the month's money of studio, show and oneself, and what this would take of it. */
export function Budgets({ show, needed }: { show: Place["show"]; needed: number }) {
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

function Budget({
  quota: { scope, name, limits, used, reserved, renewsAt },
  needed,
}: {
  quota: Quota;
  needed: number;
}) {
  const limit = limits.dollarsPerMonth;
  const taken = used.dollars + reserved.dollars;
  const label = scope === "member" ? "You" : name;
  if (limit === null)
    return (
      <p className="flex justify-between gap-3 text-sm">
        <span className="truncate">{label}</span>
        <span className="whitespace-nowrap text-soft tabular-nums">{money(taken)} this month, no limit</span>
      </p>
    );
  const left = Math.max(0, limit - taken);
  const short = needed > left;
  const share = (dollars: number) => Math.min(1, limit === 0 ? 1 : dollars / limit);
  return (
    <div className="flex flex-col gap-1 text-sm">
      <p className="flex justify-between gap-3">
        <span className="truncate">{label}</span>
        <span className={`whitespace-nowrap tabular-nums ${short ? "font-medium text-bad" : "text-soft"}`}>
          {money(left)} left of {money(limit)}
        </span>
      </p>
      <div aria-hidden="true" className="relative h-1.5 overflow-hidden rounded-full bg-line">
        <div
          className={`absolute inset-0 origin-left ${short ? "bg-bad" : "bg-accent/45"} transition-transform`}
          style={{ transform: `scaleX(${share(taken + needed)})` }}
        />
        <div
          className="absolute inset-0 origin-left bg-soft transition-transform"
          style={{ transform: `scaleX(${share(taken)})` }}
        />
      </div>
      {short && (
        <p className="text-bad">
          This may need {money(needed)}. It renews on {onDay(renewsAt)}.
        </p>
      )}
    </div>
  );
}
