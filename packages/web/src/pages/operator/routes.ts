import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { root } from "../../root.ts";

/** The operator's pages. */
export const operator = [
  createRoute({
    getParentRoute: () => root,
    path: "/studios",
    component: lazyRouteComponent(() => import("./studios-page.tsx"), "StudiosPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/studios/$studioId",
    component: lazyRouteComponent(() => import("./studio-page.tsx"), "StudioPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/fleet",
    component: lazyRouteComponent(() => import("./fleet-page.tsx"), "FleetPage"),
  }),
] as const;
