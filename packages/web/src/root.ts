import { createRootRoute } from "@tanstack/react-router";
import { NotFound } from "./shell/not-found.tsx";
import { Shell } from "./shell/shell.tsx";

/** Parent of every route. Separate from the router, so that route modules can import it without a cycle. */
export const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });
