import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { formatRenewal, formatMonth } from "../../../components/format.ts";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { TableSkeleton } from "../../../components/table.tsx";
import { Breadcrumb } from "../../../components/breadcrumb.tsx";
import { QuotaForm } from "./quota-form.tsx";
import { UsageLevel } from "./usage-level.tsx";
import { meters, type Quota } from "./meters.ts";
import { quotaById } from "./queries.ts";

const route = getRouteApi("/admin/quotas/$subjectId");
const scopeNames: Record<Quota["scope"], string> = { tenant: "Studio", show: "Show", member: "Member" };

/** One quota: usage, projection and limits. */
export function QuotaPage() {
  const { subjectId } = route.useParams();
  const { data, error, refetch } = useQuery(quotaById(subjectId));
  if (error && !data)
    return (
      <Layout name="Quota">
        <ErrorMessage error={error} onRetry={() => void refetch()} />
      </Layout>
    );
  if (!data)
    return (
      <Layout name="Quota">
        <TableSkeleton />
      </Layout>
    );
  const { value } = data;
  return (
    <Layout
      name={value.name}
      about={`${scopeNames[value.scope]} · ${formatMonth(value.month)} · renews on ${formatRenewal(value)}`}
    >
      {value.scope === "tenant" ? <StudioQuota quota={value} /> : <QuotaForm key={subjectId} current={data} />}
    </Layout>
  );
}

function Layout({ name, about, children }: { name: string; about?: string; children: ReactNode }) {
  return (
    <>
      <title>{`${name} – Quotas – Pegbar`}</title>
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <Breadcrumb to="/admin/quotas" list="Quotas" name={name} />
        {about && <p className="text-soft">{about}</p>}
      </div>
      {children}
    </>
  );
}

/** The studio's own quota, read-only for its admins. */
function StudioQuota({ quota }: { quota: Quota }) {
  return (
    <>
      <p className="rounded-md bg-sunken px-3 py-2">
        The platform operator sets the studio’s limits. To raise a limit, contact the operator.
      </p>
      <ul className="rounded-lg border border-line bg-surface">
        {meters.map((meter) => (
          <li
            key={meter.limit}
            className="grid gap-x-6 gap-y-2 border-b border-line p-4 last:border-b-0 md:grid-cols-[14rem_1fr]"
          >
            <p>
              <span className="block text-sm font-medium">{meter.name}</span>
              {quota.limits[meter.limit] === null ? "No limit" : meter.format(quota.limits[meter.limit] ?? 0)}
            </p>
            <UsageLevel quota={quota} meter={meter} limit={quota.limits[meter.limit]} />
          </li>
        ))}
      </ul>
    </>
  );
}
