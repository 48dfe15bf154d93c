import { Navigate } from "@tanstack/react-router";
import { useMe } from "../api/me.ts";
import { getHomePath } from "./navigation.ts";

/** Redirects to the user's home page. */
export function Home() {
  const { may } = useMe();
  return <Navigate to={getHomePath(may)} replace />;
}
