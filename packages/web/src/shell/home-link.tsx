import { Link } from "@tanstack/react-router";
import { useMe } from "../api/me.ts";
import { getHomePath } from "./navigation.ts";

/** Link to the user's home page. */
export function HomeLink() {
  const home = getHomePath(useMe().may);
  return (
    <Link to={home} className="text-accent underline">
      {home === "/jobs" ? "Go to jobs" : "Go to studios"}
    </Link>
  );
}
