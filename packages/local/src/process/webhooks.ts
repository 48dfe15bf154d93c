import { webhooks } from "../component/webhooks.ts";
import { runProcess } from "./run.ts";

await runProcess(webhooks);
