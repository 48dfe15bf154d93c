import { Link, type LinkProps } from "@tanstack/react-router";
import type { ReactNode } from "react";

/** Link to the parent list, and the page's heading. */
export const Breadcrumb = ({ to, list, name }: { to: NonNullable<LinkProps["to"]>; list: string; name: ReactNode }) => (
  <>
    <Link to={to} className="text-soft hover:text-text">
      {list}
    </Link>
    <span aria-hidden="true" className="text-soft">
      /
    </span>
    <h1>{name}</h1>
  </>
);
