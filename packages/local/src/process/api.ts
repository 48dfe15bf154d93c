import { main } from "@pegbar/functions/api/main.ts";
import { throttle } from "@pegbar/functions/api/throttle.ts";
import { run } from "./run.ts";
import { serve } from "./serve.ts";

await run((signal, ready) => serve(main({ throttle }).fetch, signal, ready));
