import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api } from "../../../api/client.ts";
import { quotas } from "../../../api/lists.ts";
import { useMe } from "../../../api/me.ts";
import { LoadMore } from "../../../components/load-more.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { Badge, TableSkeleton } from "../../../components/table.tsx";
import { TimeAgo } from "../../../components/time-ago.tsx";
import { getTone, describeNotice } from "./describe-notice.ts";

/** The notices of the studio, newest first. */
export function NoticesPage() {
  const { tenant } = useMe();
  const { data: quotaList = [] } = useQuery(quotas);
  const list = useInfiniteQuery({
    queryKey: ["notices", "all"],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.get("/v1/notices", { params: { query: pageParam === undefined ? {} : { cursor: pageParam } }, signal }),
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const getSubjectName = (id: string) =>
    quotaList.find(({ subjectId }) => subjectId === id)?.name ?? (id === tenant?.id ? tenant.name : "A quota");
  return (
    <>
      <title>Notices – Pegbar</title>
      <h1>Notices</h1>
      {list.error && <ErrorMessage error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending ? (
        <TableSkeleton />
      ) : !list.data ? undefined : items.length === 0 ? (
        <EmptyState
          title="No notices"
          action={
            <Link to="/admin/quotas" className="text-accent underline">
              View quotas
            </Link>
          }
        >
          You’ll see a notice here and under the bell when the studio, a show or a member reaches 50, 80 or 100 % of a
          limit.
        </EmptyState>
      ) : (
        <ul aria-label="Notices" className="overflow-hidden rounded-lg border border-line bg-surface">
          {items.map((notice) => {
            const { title, text } = describeNotice(notice, getSubjectName(notice.subjectId));
            return (
              <li
                key={notice.id}
                className="grid grid-cols-[3.75rem_1fr] items-start gap-x-3 gap-y-1 border-b border-line px-3 py-3 last:border-b-0 md:grid-cols-[3.75rem_1fr_auto]"
              >
                <span>
                  <Badge tone={getTone(notice)}>{notice.threshold} %</Badge>
                </span>
                <div className="col-span-2 row-start-2 md:col-span-1 md:row-start-1">
                  <p className="font-medium">{title}</p>
                  <p className="text-sm text-soft">
                    {text}{" "}
                    <Link
                      to="/admin/quotas/$subjectId"
                      params={{ subjectId: notice.subjectId }}
                      className="text-accent underline"
                    >
                      View quota
                    </Link>
                  </p>
                </div>
                <span className="text-right">
                  <TimeAgo at={notice.createdAt} />
                </span>
              </li>
            );
          })}
        </ul>
      )}
      <LoadMore query={list}>Load older notices</LoadMore>
    </>
  );
}
