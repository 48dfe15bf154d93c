import { workApi } from "../component/work-api.ts";
import { runProcess } from "./run.ts";
import { withTelemetry } from "./with-telemetry.ts";

await runProcess(withTelemetry(workApi));
