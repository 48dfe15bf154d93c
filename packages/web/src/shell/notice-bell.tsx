import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { api } from "../api/client.ts";
import { quotas } from "../api/lists.ts";
import { useMe } from "../api/me.ts";
import { describeNotice, type Notice } from "../pages/admin/notices/describe-notice.ts";
import { TimeAgo } from "../components/time-ago.tsx";

/** Number of notices to fetch, and to list: several thresholds of one limit are one line. */
const FETCHED = 30;
const LISTED = 5;
const getSeenKey = (tenantId: string) => `pegbar.notices.${tenantId}`;

const isSameLimit = (one: Notice, other: Notice): boolean =>
  one.subjectId === other.subjectId && one.meter === other.meter && one.period === other.period;

/** Unread notices for the studio's admins. The id of the newest one read is stored in this browser. */
export function NoticeBell() {
  const { tenant } = useMe();
  const key = getSeenKey(tenant?.id ?? "");
  const panel = useRef<HTMLDivElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const [seen, setSeen] = useState(() => localStorage.getItem(key) ?? "");
  const { data: items = [] } = useQuery({
    queryKey: ["notices", "newest"],
    queryFn: async ({ signal }) =>
      (await api.get("/v1/notices", { params: { query: { limit: FETCHED } }, signal })).items,
  });
  const { data: quotaList = [] } = useQuery({ ...quotas, enabled: isOpen });
  // Of several thresholds of one limit only the newest is listed.
  const latest = items.filter((one, i) => items.findIndex((other) => isSameLimit(one, other)) === i);
  const listed = latest.slice(0, LISTED);
  // Ids are ordered by time. The count is that of the lines in the panel, not of the thresholds behind them.
  const unseen = latest.filter(({ id }) => id > seen).length;
  const getSubjectName = (id: string) => quotaList.find(({ subjectId }) => subjectId === id)?.name ?? "A quota";
  const handleToggle = (nowOpen: boolean) => {
    setIsOpen(nowOpen);
    const newest = items[0]?.id;
    if (nowOpen || newest === undefined) return;
    localStorage.setItem(key, newest);
    setSeen(newest);
  };
  const unseenLabel = unseen > LISTED ? `more than ${LISTED}` : String(unseen);
  return (
    <>
      <button
        type="button"
        popoverTarget="notices"
        aria-label={unseen === 0 ? "Notices" : `Notices, ${unseenLabel} new`}
        className="relative grid size-9 place-items-center rounded-md text-soft [anchor-name:--notices] hover:bg-sunken hover:text-text"
      >
        <svg viewBox="0 0 20 20" aria-hidden="true" className="size-5">
          <path
            d="M10 2.5a5 5 0 0 0-5 5v3.2L3.5 13.5v1h13v-1L15 10.7V7.5a5 5 0 0 0-5-5ZM8 16.5a2 2 0 0 0 4 0"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.6"
            strokeLinejoin="round"
            strokeLinecap="round"
          />
        </svg>
        {unseen > 0 && (
          <span
            aria-hidden="true"
            className="absolute -top-0.5 left-1/2 ml-0.5 min-w-4 rounded-full bg-accent px-1 text-center text-xs leading-4 font-semibold text-on-accent tabular-nums"
          >
            {unseen > LISTED ? `${LISTED}+` : unseen}
          </span>
        )}
      </button>
      <span role="status" className="sr-only">
        {unseen === 0 ? "" : `${unseenLabel} new ${unseen === 1 ? "notice" : "notices"}`}
      </span>
      <div
        ref={panel}
        id="notices"
        popover="auto"
        onToggle={(event) => handleToggle(event.newState === "open")}
        className="inset-auto m-0 mt-1 w-[min(24rem,calc(100vw-1rem))] rounded-lg border border-line bg-raised p-3 text-text shadow-lg [position-anchor:--notices] [top:anchor(bottom)] [right:0.5rem] md:[right:anchor(right)]"
      >
        <h2 className="text-base!">Notices</h2>
        {items.length === 0 && (
          <p className="mt-1 text-sm text-soft">No notices yet. You’ll see one when a quota reaches 50, 80 or 100 %.</p>
        )}
        <ul className="mt-1 flex flex-col">
          {listed.map((notice) => (
            <li
              key={notice.id}
              className="flex items-baseline justify-between gap-3 border-t border-line py-2 first:border-t-0"
            >
              <Link
                to="/admin/quotas/$subjectId"
                params={{ subjectId: notice.subjectId }}
                onClick={() => panel.current?.hidePopover()}
                className="text-sm hover:underline"
              >
                {describeNotice(notice, getSubjectName(notice.subjectId)).title}
              </Link>
              <TimeAgo at={notice.createdAt} />
            </li>
          ))}
        </ul>
        <Link
          to="/admin/notices"
          onClick={() => panel.current?.hidePopover()}
          className="mt-2 block text-sm text-accent underline"
        >
          View all notices
        </Link>
      </div>
    </>
  );
}
