import { Hono } from "hono";
import { main } from "@pegbar/functions/api/main.ts";
import { throttle } from "@pegbar/functions/api/throttle.ts";
import { resource } from "@pegbar/functions/resource.ts";
import { withSite } from "../portal/addresses.ts";
import { portal } from "../portal/index.ts";
import { reference } from "../reference/index.ts";
import { run, setting } from "./run.ts";
import { serve } from "./serve.ts";

const site = new Hono();
site.route("/docs", reference());
site.route(
  "/",
  portal({ folder: setting("PORTAL_DIR"), issuer: resource("Identity").issuer, store: setting("AWS_ENDPOINT_URL_S3") }),
);
await run((signal, ready) => serve(withSite(main({ throttle }), site), signal, ready));
