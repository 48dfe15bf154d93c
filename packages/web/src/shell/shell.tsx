import { QueryErrorResetBoundary, useQuery } from "@tanstack/react-query";
import { Link, Outlet, useMatches } from "@tanstack/react-router";
import { Suspense } from "react";
import { me } from "../api/me.ts";
import { useActivity, useLine } from "../api/live.ts";
import { Problem } from "../parts/problem.tsx";
import { Toasts } from "../parts/toast.tsx";
import { Account } from "./account.tsx";
import { Bell } from "./bell.tsx";
import { Closed } from "./closed.tsx";
import { ChooseStudio, isAmbiguous } from "./choose-studio.tsx";
import { InvitationBanner } from "./invitation-banner.tsx";
import { InvitedOnly, isInvitedOnly } from "./invited-only.tsx";
import { Mark } from "./mark.tsx";
import { homeOf, placeAt, places } from "./places.ts";

/** What is around every page: where one can go, who one is, and whether news come. */
export function Shell() {
  const { data, error, refetch } = useQuery(me);
  if (isAmbiguous(error)) return <ChooseStudio />;
  if (isInvitedOnly(error)) return <InvitedOnly />;
  if (error)
    return (
      <main className="mx-auto flex h-full max-w-lg flex-col justify-center gap-4 p-6">
        <Mark />
        <Problem error={error} again={() => void refetch()} />
      </main>
    );
  if (!data) return <Skeleton />;
  return <Inside may={data.may} />;
}

function Inside({ may }: { may: Record<string, unknown> }) {
  useActivity("job.read" in may);
  const line = useLine();
  // Of what is shown: the address runs ahead of it while a page loads.
  const here = placeAt(useMatches().at(-1)?.pathname ?? "/");
  const closed = here && !(here.verb in may) ? here.closed : undefined;
  const open = places.filter(({ verb }) => verb in may);
  return (
    <div className="grid h-full grid-cols-1 grid-rows-[auto_1fr_auto] md:grid-cols-[13rem_1fr] md:grid-rows-[auto_1fr]">
      <a
        href="#page"
        className="fixed top-2 left-2 z-50 -translate-y-20 rounded-md bg-accent px-3 py-2 text-on-accent focus:translate-y-0"
      >
        Skip to the page
      </a>
      <header className="flex items-center justify-between gap-3 border-b border-line bg-surface px-4 py-2.5 md:col-span-2">
        <Link to={homeOf(may)} className="flex items-center gap-2.5 font-semibold">
          <Mark /> Pegbar
        </Link>
        <div className="flex items-center gap-3">
          {line === "behind" && (
            <p role="status" className="rounded-sm bg-warn-wash px-2 py-0.5 text-sm text-warn">
              No connection. What you see may be old.
            </p>
          )}
          {"notice.read" in may && <Bell />}
          <Account />
        </div>
      </header>
      <nav
        aria-label="Pages"
        className="order-last border-t border-line bg-surface md:order-none md:border-t-0 md:border-r md:p-3"
      >
        <ul className="flex gap-1 overflow-x-auto px-2 md:flex-col md:px-0">
          {open.map(({ to, name }) => (
            <li key={to} className="flex-1 md:flex-none">
              <Link
                to={to}
                className="block rounded-md px-3 py-2.5 text-center text-soft transition-colors hover:bg-sunken hover:text-text md:py-2 md:text-left"
                activeProps={{
                  className: "!text-text font-medium bg-sunken",
                  "aria-current": "page",
                }}
              >
                {name}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <main id="page" tabIndex={-1} className="overflow-y-auto outline-none">
        <InvitationBanner />
        <QueryErrorResetBoundary>
          <Suspense>{closed ? <Closed {...closed} /> : <Outlet />}</Suspense>
        </QueryErrorResetBoundary>
      </main>
      <Toasts />
    </div>
  );
}

function Skeleton() {
  return (
    <div aria-busy="true" className="flex h-full flex-col gap-4 p-4">
      <span className="sr-only">Loading</span>
      <div className="skeleton h-9 w-40" />
      <div className="skeleton h-full w-full" />
    </div>
  );
}
