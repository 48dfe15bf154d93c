import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { members } from "../../../api/lists.ts";
import { Breadcrumb } from "../../../components/breadcrumb.tsx";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { formatCount, formatTime } from "../../../components/format.ts";
import { PageSkeleton } from "../../../components/page-state.tsx";
import { Badge } from "../../../components/table.tsx";
import { strings } from "../../../strings/erasure.ts";
import { nameSubject } from "./name-subject.ts";
import { erasure as erasureQuery, type Erasure } from "./queries.ts";
import { Steps } from "./steps.tsx";

const route = getRouteApi("/admin/erasure/$erasureId");

/** One erasure: its progress, its reason and what it destroyed. */
export function ErasurePage() {
  const { erasureId } = route.useParams();
  const { data, error, refetch } = useQuery(erasureQuery(erasureId));
  const memberList = useQuery(members);
  if (error && !data) return <ErrorMessage error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  const name = nameSubject(data.subject, memberList.data);
  return (
    <>
      <title>{`${name} – ${strings.title} – Pegbar`}</title>
      <div className="flex flex-wrap items-center gap-3">
        <Breadcrumb to="/admin/erasure" list={strings.title} name={<span className="wrap-anywhere">{name}</span>} />
        <Badge tone={data.doneAt === null ? "busy" : "good"}>
          {data.doneAt === null ? strings.running : strings.done}
        </Badge>
      </div>
      {error && <ErrorMessage error={error} onRetry={() => void refetch()} />}
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <Steps erasure={data} />
        <Facts erasure={data} by={nameSubject({ type: "member", id: data.createdBy }, memberList.data)} />
      </div>
      {data.kinds.includes("identity") && <p className="text-soft">{strings.atProvider}</p>}
    </>
  );
}

function Facts({ erasure, by }: { erasure: Erasure; by: string }) {
  const { kinds, reason, createdAt, values, records, jobs, inputs } = erasure;
  const facts: [string, string][] = [
    [strings.kinds, kinds.map((kind) => strings.kindNames[kind]).join(", ")],
    [strings.reason, reason],
    [strings.by, `${by}, ${formatTime(createdAt)}`],
    [strings.values, formatCount(values)],
    [strings.records, formatCount(records)],
    [strings.jobs, formatCount(jobs)],
    [strings.inputsErased, formatCount(inputs)],
  ];
  return (
    <section className="rounded-lg border border-line bg-surface p-5">
      <h2 className="mb-3 text-base">{strings.details}</h2>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-2">
        {facts.map(([label, value]) => (
          <div key={label} className="col-span-2 grid grid-cols-subgrid">
            <dt className="text-soft">{label}</dt>
            <dd className="wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-sm text-soft">{strings.reasonStays}</p>
    </section>
  );
}
