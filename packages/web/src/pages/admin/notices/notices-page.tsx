import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api } from "../../../api/client.ts";
import { quotas } from "../../../api/lists.ts";
import { useMe } from "../../../api/me.ts";
import { More } from "../../../parts/more.tsx";
import { Empty } from "../../../parts/empty.tsx";
import { Problem } from "../../../parts/problem.tsx";
import { Badge, RowsToCome } from "../../../parts/table.tsx";
import { Ago } from "../../../parts/time.tsx";
import { toneOf, wordsOf } from "./words.ts";

/** All that the studio's admins were told, newest first. */
export function NoticesPage() {
  const { tenant } = useMe();
  const { data: known = [] } = useQuery(quotas);
  const list = useInfiniteQuery({
    queryKey: ["notices", "all"],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.get("/v1/notices", { params: { query: pageParam === undefined ? {} : { cursor: pageParam } }, signal }),
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const nameOf = (id: string) =>
    known.find(({ subjectId }) => subjectId === id)?.name ?? (id === tenant?.id ? tenant.name : "Somebody's quota");
  return (
    <>
      <title>Notices – Pegbar</title>
      <h1>Notices</h1>
      {list.error && <Problem error={list.error} again={() => void list.refetch()} />}
      {list.isPending ? (
        <RowsToCome />
      ) : items.length === 0 ? (
        <Empty
          title="Nothing to tell"
          act={
            <Link to="/admin/quotas" className="text-accent underline">
              To the quotas
            </Link>
          }
        >
          When the studio, a show or a member passes 50, 80 or 100 % of a limit, it is said here and at the bell above.
        </Empty>
      ) : (
        <ul aria-label="Notices" className="overflow-hidden rounded-lg border border-line bg-surface">
          {items.map((notice) => {
            const { title, text } = wordsOf(notice, nameOf(notice.subjectId));
            return (
              <li
                key={notice.id}
                className="grid grid-cols-[3.75rem_1fr] items-start gap-x-3 gap-y-1 border-b border-line px-3 py-3 last:border-b-0 md:grid-cols-[3.75rem_1fr_auto]"
              >
                <span>
                  <Badge tone={toneOf(notice)}>{notice.threshold} %</Badge>
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
                      To this quota
                    </Link>
                  </p>
                </div>
                <span className="text-right">
                  <Ago at={notice.createdAt} />
                </span>
              </li>
            );
          })}
        </ul>
      )}
      <More of={list}>Older notices</More>
    </>
  );
}
