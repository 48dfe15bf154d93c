import { Hono } from "hono";
import { main } from "@pegbar/functions/api/main.ts";
import { throttle, throttleLinks } from "@pegbar/functions/api/throttle.ts";
import { readResource } from "@pegbar/functions/resource.ts";
import { mountSite } from "../portal/addresses.ts";
import { createPortal } from "../portal/index.ts";
import { readSetting } from "../process/run.ts";
import { serve } from "../process/serve.ts";
import { createReference } from "../reference/index.ts";
import type { Component } from "./component.ts";

/** The public API, the portal and the API reference on one origin. */
export const api: Component = async (signal, ready) => {
  const site = new Hono();
  site.route("/docs", createReference());
  site.route(
    "/",
    createPortal({
      folder: readSetting("PORTAL_DIR"),
      url: readSetting("PORTAL_URL"),
      issuer: readResource("Identity").issuer,
      store: readSetting("AWS_ENDPOINT_URL_S3"),
    }),
  );
  const { app, end } = main({ throttle, throttleLinks });
  await serve(mountSite(app, site), Number(readSetting("API_PORT")), signal, ready);
  await end();
};
