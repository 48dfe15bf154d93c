import type { IncomingMessage } from "node:http";
import { PegbarError } from "@pegbar/sdk";
import { Hono } from "hono";
import { CliError } from "../exit.ts";
import { createBlenderRoutes } from "./blender.ts";
import { UploadRefused } from "./form.ts";
import { findRefusal } from "./guard.ts";
import { PictureError } from "./picture.ts";
import { describeRefusal } from "./refusal.ts";
import { BadBody, createJobRoutes, createRoutes, describeBadBody, type RouteParts } from "./routes.ts";
import { createUserDataRoutes } from "./user-data.ts";
import { UserFiles } from "./user-files.ts";
import { getFileStatus } from "./view.ts";

/** The request as Node received it, which has the headers that `fetch` hides. */
export interface Bindings {
  readonly incoming: IncomingMessage;
}

/** Largest request body in bytes: ComfyUI's limit for uploads, and some more for the rest of the form. */
const MAX_BODY_BYTES = 101 * 1024 * 1024;

/** The HTTP server's app. */
export function createApp(parts: RouteParts, folder: string, greeting: string): Hono<{ Bindings: Bindings }> {
  const app = new Hono<{ Bindings: Bindings }>();
  app.use(async (c, next) => {
    const refusal = findRefusal(c.env.incoming.headers);
    if (refusal !== undefined) return c.text(refusal, 403);
    if (Number(c.req.header("content-length") ?? 0) > MAX_BODY_BYTES)
      return c.text(
        "The request is larger than ComfyUI's limit of 100 MB. Upload larger files with: pegbar submit",
        413,
      );
    return next();
  });
  const inner = createRoutes(parts);
  const userFiles = new UserFiles(folder);
  const userData = createUserDataRoutes(folder, userFiles);
  app.route("/api", createJobRoutes(parts));
  for (const prefix of ["/api", "/"]) {
    app.route(prefix, inner);
    app.route(prefix, userData);
  }
  app.route("/", createBlenderRoutes({ ...parts, userFiles }));
  app.get("/", (c) => c.text(greeting));
  const known = new Set(app.routes.filter(({ method }) => method !== "ALL").map(({ path }) => path));
  app.notFound((c) => {
    const isKnown = [...known].some((path) => toPattern(path).test(c.req.path));
    return isKnown ? c.text("405: Method Not Allowed", 405) : c.text("404: Not Found", 404);
  });
  app.onError((error, c) => {
    if (error instanceof BadBody) return c.json(describeBadBody(error), 400);
    if (error instanceof UploadRefused || error instanceof PictureError) return c.text(error.message, 400);
    if (error instanceof CliError || error instanceof PegbarError) {
      const fileStatus = c.req.path.endsWith("/view") ? getFileStatus(error) : undefined;
      if (fileStatus !== undefined) return c.text(error.message, fileStatus);
      const { status, body } = describeRefusal(error, {}, []);
      return c.json(body, status);
    }
    parts.connection.note(`Unexpected error in ${c.req.method} ${c.req.path}: ${error.stack ?? error.message}`);
    return c.text("500 Internal Server Error\n\nServer got itself in trouble", 500);
  });
  return app;
}

/** A regular expression for the paths of a route such as `/history/:id`. */
const toPattern = (path: string): RegExp => new RegExp(`^${path.replaceAll(/:[^/]+/g, "[^/]+")}$`);
