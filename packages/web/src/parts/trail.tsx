import { Link, type LinkProps } from "@tanstack/react-router";
import type { ReactNode } from "react";

/** Where one is: the list that it belongs to, and its name. */
export const Trail = ({ to, list, name }: { to: NonNullable<LinkProps["to"]>; list: string; name: ReactNode }) => (
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
