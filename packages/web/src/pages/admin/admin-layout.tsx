import { Link, Navigate, Outlet, useLocation } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useMe } from "../../api/me.ts";
import { NoAccess } from "../../shell/no-access.tsx";
import { NotFound } from "../../shell/not-found.tsx";
import { listAllowedSections, sections } from "./sections.ts";

/** Tabs of the studio's administration. A section without permission says who can open it. */
export function AdminLayout() {
  const { may } = useMe();
  const { pathname } = useLocation();
  const tabs = useRef<HTMLElement>(null);
  const allowed = listAllowedSections(may);
  // On narrow screens the tabs scroll horizontally.
  useEffect(() => {
    tabs.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [pathname]);
  const [first] = allowed;
  if (pathname.replace(/\/$/, "") === "/admin" && first) return <Navigate to={first.to} replace />;
  const section = sections.find(({ to }) => pathname === to || pathname.startsWith(`${to}/`));
  if (!section) return <NotFound />;
  if (!allowed.includes(section))
    return (
      <NoAccess
        title={`Only admins can open ${section.name}`}
        explanation="Ask an admin of your studio to change something there, or to give you the role."
      />
    );
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-5 p-4 md:p-6">
      <nav ref={tabs} aria-label="Studio" className="-mx-4 overflow-x-auto border-b border-line px-4 md:mx-0 md:px-0">
        <ul className="flex gap-1 md:flex-wrap md:gap-x-0">
          {allowed.map(({ to, name }) => (
            <li key={to}>
              <Link
                to={to}
                className="-mb-px block border-b-2 border-transparent px-3 py-2 whitespace-nowrap md:px-2 text-soft outline-offset-[-2px] transition-colors hover:text-text"
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
