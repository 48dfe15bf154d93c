import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { date, dayAfter, monthName } from "../../parts/amount.ts";
import { Problem } from "../../parts/problem.tsx";
import { RowsToCome } from "../../parts/table.tsx";
import { Trail } from "../../parts/trail.tsx";
import { QuotaForm } from "../admin/quotas/quota-form.tsx";
import { TierOf } from "./tier-of.tsx";
import { quotaOfStudio, studio, type Studio } from "./queries.ts";

const route = getRouteApi("/studios/$studioId");

/** One studio: what it takes, how its month may end, and its limits to change. */
export function StudioPage() {
  const { studioId } = route.useParams();
  const { data: about } = useQuery(studio(studioId));
  const { data: quota, error, refetch } = useQuery(quotaOfStudio(studioId));
  const name = quota?.value.name ?? about?.name ?? "Studio";
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-5 p-4 md:p-6">
      <title>{`${name} – Studios – Pegbar`}</title>
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <Trail to="/studios" list="Studios" name={name} />
        {quota && (
          <p className="text-soft">
            {monthName(quota.value.month)}; renews on {dayAfter(quota.value.month)}
          </p>
        )}
      </div>
      {about && <About studio={about} />}
      {error && !quota && <Problem error={error} again={() => void refetch()} />}
      {!error && !quota && <RowsToCome rows={5} />}
      {quota && <QuotaForm key={studioId} now={quota} />}
    </div>
  );
}

function About({ studio }: { studio: Studio }) {
  const { slug, timeZone, createdAt, rawGraphs, weight } = studio;
  const facts = [
    ["Slug", slug],
    ["Time zone", timeZone],
    ["Here since", date(createdAt)],
    ["Raw graphs", rawGraphs ? "allowed" : "not allowed"],
    ["Weight in the fair share", weight === 100 ? "100, as usual" : String(weight)],
    ["Tier", <TierOf key="tier" studio={studio} />],
  ] as const;
  return (
    <dl aria-label="About the studio" className="flex flex-wrap gap-x-8 gap-y-2">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt className="text-xs text-soft">{name}</dt>
          <dd className="tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
