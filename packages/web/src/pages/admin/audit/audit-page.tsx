import { formatExactTime } from "../../../components/format.ts";
import { infiniteQueryOptions, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { components } from "@pegbar/sdk";
import { api } from "../../../api/client.ts";
import { members } from "../../../api/lists.ts";
import { EmptyState } from "../../../components/empty-state.tsx";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { LoadMore } from "../../../components/load-more.tsx";
import { Select } from "../../../components/select.tsx";
import { TableSkeleton } from "../../../components/table.tsx";
import { actions, strings } from "../../../strings/audit.ts";
import { useSearchText } from "../../pictures/use-search-text.ts";
import { listChanges } from "./list-changes.ts";
import { parseAuditSearch, type AuditSearch } from "./search.ts";

type Entry = components["schemas"]["AuditEntry"];
const route = getRouteApi("/admin/audit");
const PAGE = 50;

const auditLog = ({ action, actor, subject }: AuditSearch) =>
  infiniteQueryOptions({
    queryKey: ["audit", { action, actor, subject }],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.get("/v1/audit", {
        params: {
          query: {
            limit: PAGE,
            ...(pageParam === undefined ? {} : { cursor: pageParam }),
            ...(action ? { action } : {}),
            ...(actor ? { actorId: actor } : {}),
            ...(subject ? { subjectId: subject } : {}),
          },
        },
        signal,
      }),
    getNextPageParam: ({ next }) => next ?? undefined,
  });

/** What admins and operators did, newest first. */
export function AuditPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const list = useInfiniteQuery(auditLog(search));
  const memberList = useQuery(members);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const set = (change: Record<string, string>) =>
    void navigate({ search: (before) => parseAuditSearch({ ...before, ...change }), replace: true });
  const [text, setText] = useSearchText(search.subject ?? "", (subject) => set({ subject }));
  return (
    <>
      <title>{`${strings.title} – Pegbar`}</title>
      <h1>{strings.title}</h1>
      <p className="max-w-2xl text-soft">
        {strings.about} {strings.zone(Intl.DateTimeFormat().resolvedOptions().timeZone)}.
      </p>
      <form role="search" className="flex flex-wrap items-end gap-3" onSubmit={(event) => event.preventDefault()}>
        <Select
          label={strings.action}
          value={search.action ?? ""}
          options={[["", strings.allActions], ...Object.entries(actions)]}
          onChange={(action) => set({ action })}
        />
        <Select
          label={strings.actor}
          value={search.actor ?? ""}
          options={[
            ["", strings.everyone],
            ...(memberList.data ?? []).map(({ id, name }) => [id, name ?? strings.erased] as const),
          ]}
          onChange={(actor) => set({ actor })}
        />
        <label className="flex flex-col text-xs text-soft">
          {strings.subject}
          <input
            type="search"
            value={text}
            maxLength={64}
            placeholder={strings.subjectHint}
            onChange={(event) => setText(event.target.value)}
            className="min-h-9 w-64 rounded-md border border-line bg-surface px-2 text-base text-text hover:border-edge"
          />
        </label>
      </form>
      {list.error && <ErrorMessage error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending ? (
        <TableSkeleton rows={8} />
      ) : !list.data ? undefined : items.length === 0 ? (
        <EmptyState title={strings.empty}>{strings.emptyHint}</EmptyState>
      ) : (
        <ul aria-label={strings.title} className="overflow-hidden rounded-lg border border-line bg-surface">
          {items.map((entry) => (
            <Row key={entry.id} entry={entry} />
          ))}
        </ul>
      )}
      <LoadMore query={list}>{strings.more}</LoadMore>
    </>
  );
}

function Row({ entry: { at, actor, action, subject, before, after, requestId } }: { entry: Entry }) {
  const changes = listChanges(before, after);
  return (
    <li className="grid gap-x-4 gap-y-1 border-b border-line px-4 py-3 last:border-b-0 md:grid-cols-[13rem_1fr_14rem]">
      <time dateTime={at} className="text-sm text-soft tabular-nums">
        {formatExactTime(at)}
      </time>
      <div className="min-w-0">
        <p>
          <span className="font-medium">{actions[action] ?? action}</span>{" "}
          <span className="font-mono text-sm wrap-anywhere text-soft">{subject.id}</span>
        </p>
        <details className="text-sm text-soft">
          <summary>{strings.changes(changes.length)}</summary>
          <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5">
            {changes.map((change) => (
              <div key={change.name} className="col-span-2 grid grid-cols-subgrid">
                <dt>{change.name}</dt>
                <dd className="min-w-0 wrap-anywhere text-text">
                  {change.before !== undefined && <del>{change.before}</del>}{" "}
                  {change.after !== undefined && <ins className="no-underline">{change.after}</ins>}
                </dd>
              </div>
            ))}
            <div className="col-span-2 grid grid-cols-subgrid">
              <dt>{strings.requestId}</dt>
              <dd className="font-mono wrap-anywhere">{requestId}</dd>
            </div>
          </dl>
        </details>
      </div>
      <p className="text-sm text-soft">{actor.name ?? strings.erased}</p>
    </li>
  );
}
