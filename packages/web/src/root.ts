import { createRootRoute } from "@tanstack/react-router";
import { NotFound } from "./shell/not-found.tsx";
import { Shell } from "./shell/shell.tsx";

/** Around every page. Apart from the router, so that a part of the portal can keep its own routes. */
export const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });
