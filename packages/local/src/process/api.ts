import { main } from "@pegbar/functions/api/main.ts";
import { throttle } from "@pegbar/functions/api/throttle.ts";
import { reference } from "../reference/index.ts";
import { run } from "./run.ts";
import { serve } from "./serve.ts";

const app = main({ throttle });
app.route("/docs", reference());
await run((signal, ready) => serve(app.fetch, signal, ready));
