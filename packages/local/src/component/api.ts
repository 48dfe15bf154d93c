import { Hono } from "hono";
import { main } from "@pegbar/functions/api/main.ts";
import { throttle } from "@pegbar/functions/api/throttle.ts";
import { resource } from "@pegbar/functions/resource.ts";
import { withSite } from "../portal/addresses.ts";
import { portal } from "../portal/index.ts";
import { setting } from "../process/run.ts";
import { serve } from "../process/serve.ts";
import { reference } from "../reference/index.ts";
import type { Component } from "./component.ts";

/** The public API, the portal and the API reference: one origin. */
export const api: Component = (signal, ready) => {
  const site = new Hono();
  site.route("/docs", reference());
  site.route(
    "/",
    portal({
      folder: setting("PORTAL_DIR"),
      issuer: resource("Identity").issuer,
      store: setting("AWS_ENDPOINT_URL_S3"),
    }),
  );
  return serve(withSite(main({ throttle }), site), Number(setting("API_PORT")), signal, ready);
};
