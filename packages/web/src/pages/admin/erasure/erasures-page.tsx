import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { members } from "../../../api/lists.ts";
import { getButtonClass } from "../../../components/button.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { LoadMore } from "../../../components/load-more.tsx";
import { Badge, Table, TableSkeleton, Td, Th } from "../../../components/table.tsx";
import { TimeAgo } from "../../../components/time-ago.tsx";
import { strings } from "../../../strings/erasure.ts";
import { nameSubject } from "./name-subject.ts";
import { erasures } from "./queries.ts";

/** Past and running erasures. */
export function ErasuresPage() {
  const list = useInfiniteQuery(erasures);
  const memberList = useQuery(members);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const add = (
    <Link to="/admin/erasure/new" className={getButtonClass()}>
      {strings.add}
    </Link>
  );
  return (
    <>
      <title>{`${strings.title} – Pegbar`}</title>
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h1>{strings.title}</h1>
        {add}
      </div>
      <p className="max-w-2xl text-soft">{strings.about}</p>
      {list.error && <ErrorMessage error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending ? (
        <TableSkeleton rows={3} />
      ) : !list.data ? undefined : items.length === 0 ? (
        <EmptyState title={strings.empty} action={add}>
          {strings.emptyHint}
        </EmptyState>
      ) : (
        <Table
          label={strings.title}
          head={
            <>
              <Th>{strings.subject}</Th>
              <Th wide>{strings.kinds}</Th>
              <Th wide>{strings.reason}</Th>
              <Th>{strings.when}</Th>
              <Th>{strings.state}</Th>
            </>
          }
        >
          {items.map((one) => (
            <tr key={one.id} className="relative hover:bg-sunken">
              <Td>
                <Link
                  to="/admin/erasure/$erasureId"
                  params={{ erasureId: one.id }}
                  className="row-link font-medium wrap-anywhere underline"
                >
                  {nameSubject(one.subject, memberList.data)}
                </Link>
              </Td>
              <Td wide className="text-sm">
                {one.kinds.map((kind) => strings.kindNames[kind]).join(", ")}
              </Td>
              <Td wide className="text-sm wrap-anywhere">
                {one.reason}
              </Td>
              <Td>
                <TimeAgo at={one.createdAt} />
              </Td>
              <Td>
                <Badge tone={one.doneAt === null ? "busy" : "good"}>
                  {one.doneAt === null ? strings.running : strings.done}
                </Badge>
              </Td>
            </tr>
          ))}
        </Table>
      )}
      <LoadMore query={list}>{strings.more}</LoadMore>
    </>
  );
}
