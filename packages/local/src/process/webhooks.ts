import { webhooks } from "../component/webhooks.ts";
import { runProcess } from "./run.ts";
import { withTelemetry } from "./with-telemetry.ts";

await runProcess(withTelemetry(webhooks));
