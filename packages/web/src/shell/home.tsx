import { Navigate } from "@tanstack/react-router";
import { useMe } from "../api/me.ts";
import { homeOf } from "./places.ts";

/** Leads on to where somebody begins. */
export function Home() {
  const { may } = useMe();
  return <Navigate to={homeOf(may)} replace />;
}
