import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { formatDate, formatRenewal, formatMonth } from "../../components/format.ts";
import { ErrorMessage } from "../../components/error-message.tsx";
import { TableSkeleton } from "../../components/table.tsx";
import { Breadcrumb } from "../../components/breadcrumb.tsx";
import { QuotaForm } from "../admin/quotas/quota-form.tsx";
import { TierSelect } from "./tier-select.tsx";
import { studioQuota, studio, type Studio } from "./queries.ts";

const route = getRouteApi("/studios/$studioId");

/** One studio: settings, usage, projection and limits. */
export function StudioPage() {
  const { studioId } = route.useParams();
  const { data: summary } = useQuery(studio(studioId));
  const { data: quota, error, refetch } = useQuery(studioQuota(studioId));
  const name = quota?.value.name ?? summary?.name ?? "Studio";
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-5 p-4 md:p-6">
      <title>{`${name} – Studios – Pegbar`}</title>
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <Breadcrumb to="/studios" list="Studios" name={name} />
        {quota && (
          <p className="text-soft">
            {formatMonth(quota.value.month)} · renews on {formatRenewal(quota.value)}
          </p>
        )}
      </div>
      {summary && <About studio={summary} />}
      {error && !quota && <ErrorMessage error={error} onRetry={() => void refetch()} />}
      {!error && !quota && <TableSkeleton rows={5} />}
      {quota && <QuotaForm key={studioId} current={quota} />}
    </div>
  );
}

function About({ studio }: { studio: Studio }) {
  const { slug, timeZone, createdAt, rawGraphs, weight } = studio;
  const details = [
    ["Slug", slug],
    ["Time zone", timeZone],
    ["Created", formatDate(createdAt)],
    ["Raw graphs", rawGraphs ? "allowed" : "not allowed"],
    ["Fair-share weight", weight === 100 ? "100 (default)" : String(weight)],
    ["Tier", <TierSelect key="tier" studio={studio} />],
  ] as const;
  return (
    <dl aria-label="About the studio" className="flex flex-wrap gap-x-8 gap-y-2">
      {details.map(([name, value]) => (
        <div key={name}>
          <dt className="text-xs text-soft">{name}</dt>
          <dd className="tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
