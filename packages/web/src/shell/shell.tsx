import { QueryErrorResetBoundary, useQuery } from "@tanstack/react-query";
import { Link, Outlet, useMatches } from "@tanstack/react-router";
import { Suspense } from "react";
import { me } from "../api/me.ts";
import { useActivityStream, useConnection } from "../api/activity.ts";
import { ErrorMessage } from "../components/error-message.tsx";
import { Keyboard } from "../commands/keyboard.tsx";
import { Toasts } from "../components/toast.tsx";
import { AccountMenu } from "./account-menu.tsx";
import { NoticeBell } from "./notice-bell.tsx";
import { NoAccess } from "./no-access.tsx";
import { ChooseStudio, isAmbiguous } from "./choose-studio.tsx";
import { InvitationBanner } from "./invitation-banner.tsx";
import { InvitedOnly, isInvitedOnly } from "./invited-only.tsx";
import { Logo } from "./logo.tsx";
import { getHomePath, findNavItem, navItems } from "./navigation.ts";

/** Layout of every page: navigation, account menu, connection state. */
export function Shell() {
  const { data, error, refetch } = useQuery(me);
  if (isAmbiguous(error)) return <ChooseStudio />;
  if (isInvitedOnly(error)) return <InvitedOnly />;
  if (error)
    return (
      <main className="mx-auto flex h-full max-w-lg flex-col justify-center gap-4 p-6">
        <Logo />
        <ErrorMessage error={error} onRetry={() => void refetch()} />
      </main>
    );
  if (!data) return <Skeleton />;
  return <Layout may={data.may} />;
}

function Layout({ may }: { may: Record<string, unknown> }) {
  useActivityStream("job.read" in may);
  const connection = useConnection();
  // Of the rendered page: the address changes before a page is loaded.
  const current = findNavItem(useMatches().at(-1)?.pathname ?? "/");
  const noAccess = current && !(current.permission in may) ? current.noAccess : undefined;
  const allowed = navItems.filter(({ permission }) => permission in may);
  return (
    <div className="grid h-full grid-cols-1 grid-rows-[auto_1fr_auto] md:grid-cols-[13rem_1fr] md:grid-rows-[auto_1fr]">
      <a
        href="#page"
        className="fixed top-2 left-2 z-50 -translate-y-20 rounded-md bg-accent px-3 py-2 text-on-accent focus:translate-y-0"
      >
        Skip to content
      </a>
      <header className="flex items-center justify-between gap-3 border-b border-line bg-surface px-4 py-2.5 md:col-span-2">
        <Link to={getHomePath(may)} className="flex items-center gap-2.5 font-semibold">
          <Logo /> Pegbar
        </Link>
        <div className="flex items-center gap-3">
          {connection === "interrupted" && (
            <p role="status" className="rounded-sm bg-warn-wash px-2 py-0.5 text-sm text-warn">
              Connection lost. This page may be out of date.
            </p>
          )}
          {"notice.read" in may && <NoticeBell />}
          <AccountMenu />
        </div>
      </header>
      <nav
        aria-label="Main"
        className="order-last border-t border-line bg-surface md:order-none md:flex md:flex-col md:justify-between md:border-t-0 md:border-r md:p-3"
      >
        <ul className="flex gap-0.5 overflow-x-auto px-1 text-sm md:flex-col md:gap-1 md:px-0 md:text-base">
          {allowed.map(({ to, name }) => (
            <li key={to} className="flex-1 md:flex-none">
              <Link
                to={to}
                className="block rounded-md px-1.5 py-3 text-center text-soft transition-colors hover:bg-sunken hover:text-text md:px-3 md:py-2 md:text-left"
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
        {"job.create" in may && (
          <Link
            to="/plugins"
            className="hidden rounded-md px-3 py-2 text-sm text-soft transition-colors hover:bg-sunken hover:text-text md:block"
            activeProps={{ className: "!text-text font-medium bg-sunken", "aria-current": "page" }}
          >
            Plug-ins
          </Link>
        )}
      </nav>
      <main id="page" tabIndex={-1} className="overflow-y-auto outline-none">
        <InvitationBanner />
        <QueryErrorResetBoundary>
          <Suspense>{noAccess ? <NoAccess {...noAccess} /> : <Outlet />}</Suspense>
        </QueryErrorResetBoundary>
      </main>
      <Toasts />
      <Keyboard />
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
