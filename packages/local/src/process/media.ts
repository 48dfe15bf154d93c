import { constants, setPriority } from "node:os";
import { media } from "../component/media.ts";
import { runProcess } from "./run.ts";
import { withTelemetry } from "./with-telemetry.ts";

// Lower priority: on one machine, thumbnails must not slow down rendering.
setPriority(constants.priority.PRIORITY_LOW);
await runProcess(withTelemetry(media));
