import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { dayAfter, monthName } from "../../../parts/amount.ts";
import { Problem } from "../../../parts/problem.tsx";
import { RowsToCome } from "../../../parts/table.tsx";
import { Trail } from "../../../parts/trail.tsx";
import { QuotaForm } from "./quota-form.tsx";
import { Level } from "./level.tsx";
import { meters, type Quota } from "./meters.ts";
import { quotaOf } from "./queries.ts";

const route = getRouteApi("/admin/quotas/$subjectId");
const of: Record<Quota["scope"], string> = { tenant: "the studio", show: "a show", member: "a member" };

/** One quota: what is taken, how the month may end, and its limits to change. */
export function QuotaPage() {
  const { subjectId } = route.useParams();
  const { data, error, refetch } = useQuery(quotaOf(subjectId));
  if (error && !data)
    return (
      <Frame name="Quota">
        <Problem error={error} again={() => void refetch()} />
      </Frame>
    );
  if (!data)
    return (
      <Frame name="Quota">
        <RowsToCome />
      </Frame>
    );
  const { value } = data;
  return (
    <Frame
      name={value.name}
      about={`${of[value.scope]}, ${monthName(value.month)}; renews on ${dayAfter(value.month)}`}
    >
      {value.scope === "tenant" ? <Studio quota={value} /> : <QuotaForm key={subjectId} now={data} />}
    </Frame>
  );
}

function Frame({ name, about, children }: { name: string; about?: string; children: ReactNode }) {
  return (
    <>
      <title>{`${name} – Quotas – Pegbar`}</title>
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <Trail to="/admin/quotas" list="Quotas" name={name} />
        {about && <p className="text-soft">{about}</p>}
      </div>
      {children}
    </>
  );
}

/** The studio's own limits are not its admins' to set: they see where it stands, and whom to ask. */
function Studio({ quota }: { quota: Quota }) {
  return (
    <>
      <p className="rounded-md bg-sunken px-3 py-2">
        The studio's own limits are set by the operator of the platform. Ask them for more room.
      </p>
      <ul className="rounded-lg border border-line bg-surface">
        {meters.map((meter) => (
          <li
            key={meter.limit}
            className="grid gap-x-6 gap-y-2 border-b border-line p-4 last:border-b-0 md:grid-cols-[14rem_1fr]"
          >
            <p>
              <span className="block text-sm font-medium">{meter.name}</span>
              {quota.limits[meter.limit] === null ? "No limit" : meter.show(quota.limits[meter.limit] ?? 0)}
            </p>
            <Level quota={quota} meter={meter} limit={quota.limits[meter.limit]} />
          </li>
        ))}
      </ul>
    </>
  );
}
