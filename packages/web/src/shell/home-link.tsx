import { Link } from "@tanstack/react-router";
import { useMe } from "../api/me.ts";
import { homeOf } from "./places.ts";

/** The way on from where there is nothing for somebody. */
export function HomeLink() {
  const home = homeOf(useMe().may);
  return (
    <Link to={home} className="text-accent underline">
      {home === "/jobs" ? "To the jobs" : "To the studios"}
    </Link>
  );
}
