import { webhooks } from "../component/webhooks.ts";
import { run } from "./run.ts";

await run(webhooks);
