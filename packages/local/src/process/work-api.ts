import { main } from "@pegbar/functions/work-api/main.ts";
import { run } from "./run.ts";
import { serve } from "./serve.ts";

await run((signal, ready) => serve(main().fetch, signal, ready));
