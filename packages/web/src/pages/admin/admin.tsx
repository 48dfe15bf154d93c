import { Link, Navigate, Outlet, useLocation } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useMe } from "../../api/me.ts";
import { NotFound } from "../../shell/not-found.tsx";
import { openSections } from "./sections.ts";

/** The studio's administration. For whoever may not open a room it is not there. */
export function Admin() {
  const { may } = useMe();
  const { pathname } = useLocation();
  const tabs = useRef<HTMLElement>(null);
  const open = openSections(may);
  // On a telephone they are a row that is wider than it.
  useEffect(() => {
    tabs.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [pathname]);
  const [first] = open;
  if (pathname.replace(/\/$/, "") === "/admin" && first) return <Navigate to={first.to} replace />;
  if (!open.some(({ to }) => pathname === to || pathname.startsWith(`${to}/`))) return <NotFound />;
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-5 p-4 md:p-6">
      <nav ref={tabs} aria-label="Studio" className="-mx-4 overflow-x-auto border-b border-line px-4 md:mx-0 md:px-0">
        <ul className="flex gap-1">
          {open.map(({ to, name }) => (
            <li key={to}>
              <Link
                to={to}
                className="-mb-px block border-b-2 border-transparent px-3 py-2 whitespace-nowrap text-soft outline-offset-[-2px] transition-colors hover:text-text"
                activeProps={{ className: "!border-accent !text-text font-medium", "aria-current": "page" }}
              >
                {name}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <Outlet />
    </div>
  );
}
