import { main } from "@pegbar/functions/api/main.ts";
import { throttle } from "@pegbar/functions/api/throttle.ts";
import { resource } from "@pegbar/functions/resource.ts";
import { portal } from "../portal/index.ts";
import { reference } from "../reference/index.ts";
import { run, setting } from "./run.ts";
import { serve } from "./serve.ts";

const app = main({ throttle });
app.route("/docs", reference());
app.route(
  "/",
  portal({ folder: setting("PORTAL_DIR"), issuer: resource("Identity").issuer, store: setting("AWS_ENDPOINT_URL_S3") }),
);
await run((signal, ready) => serve(app.fetch, signal, ready));
