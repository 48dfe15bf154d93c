import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { api } from "../api/client.ts";
import { quotas } from "../api/lists.ts";
import { useMe } from "../api/me.ts";
import { wordsOf, type Notice } from "../pages/admin/notices/words.ts";
import { Ago } from "../parts/time.tsx";

/** So many are looked at; of these the newest are listed. */
const NEWEST = 10;
const LISTED = 5;
const seenKey = (tenantId: string) => `pegbar.notices.${tenantId}`;

const isSame = (one: Notice, other: Notice): boolean =>
  one.subjectId === other.subjectId && one.meter === other.meter && one.period === other.period;

/** What the studio's admins should know, as it comes. Which of it has been looked at is kept in this browser. */
export function Bell() {
  const { tenant } = useMe();
  const key = seenKey(tenant?.id ?? "");
  const panel = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const [seen, setSeen] = useState(() => localStorage.getItem(key) ?? "");
  const { data: items = [] } = useQuery({
    queryKey: ["notices", "newest"],
    queryFn: async ({ signal }) =>
      (await api.get("/v1/notices", { params: { query: { limit: NEWEST } }, signal })).items,
  });
  const { data: known = [] } = useQuery({ ...quotas, enabled: open });
  // Of thresholds passed one after the other the newest says all.
  const telling = items.filter((one, i) => items.findIndex((other) => isSame(one, other)) === i).slice(0, LISTED);
  // Ids grow with time.
  const fresh = items.filter(({ id }) => id > seen).length;
  const nameOf = (id: string) => known.find(({ subjectId }) => subjectId === id)?.name ?? "A quota";
  const look = (now: boolean) => {
    setOpen(now);
    const newest = items[0]?.id;
    if (now || newest === undefined) return;
    localStorage.setItem(key, newest);
    setSeen(newest);
  };
  const count = fresh === NEWEST ? `${NEWEST} or more` : String(fresh);
  return (
    <>
      <button
        type="button"
        popoverTarget="notices"
        aria-label={fresh === 0 ? "Notices" : `Notices, ${count} new`}
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
        {fresh > 0 && (
          <span
            aria-hidden="true"
            className="absolute -top-0.5 left-1/2 ml-0.5 min-w-4 rounded-full bg-accent px-1 text-center text-xs leading-4 font-semibold text-on-accent tabular-nums"
          >
            {fresh === NEWEST ? `${NEWEST - 1}+` : fresh}
          </span>
        )}
      </button>
      <span role="status" className="sr-only">
        {fresh === 0 ? "" : `${count} new ${fresh === 1 ? "notice" : "notices"}`}
      </span>
      <div
        ref={panel}
        id="notices"
        popover="auto"
        onToggle={(event) => look(event.newState === "open")}
        className="inset-auto m-0 mt-1 w-[min(24rem,calc(100vw-1rem))] rounded-lg border border-line bg-raised p-3 text-text shadow-lg [position-anchor:--notices] [top:anchor(bottom)] [right:0.5rem] md:[right:anchor(right)]"
      >
        <h2 className="text-base!">Notices</h2>
        {items.length === 0 && (
          <p className="mt-1 text-sm text-soft">None yet. Quotas that pass 50, 80 or 100 % are told here.</p>
        )}
        <ul className="mt-1 flex flex-col">
          {telling.map((notice) => (
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
                {wordsOf(notice, nameOf(notice.subjectId)).title}
              </Link>
              <Ago at={notice.createdAt} />
            </li>
          ))}
        </ul>
        <Link
          to="/admin/notices"
          onClick={() => panel.current?.hidePopover()}
          className="mt-2 block text-sm text-accent underline"
        >
          All notices
        </Link>
      </div>
    </>
  );
}
