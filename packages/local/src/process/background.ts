import { background } from "../component/background.ts";
import { runProcess } from "./run.ts";
import { withTelemetry } from "./with-telemetry.ts";

await runProcess(
  withTelemetry(async (signal, ready) => {
    await Promise.all(Object.values(background).map((component) => component(signal, ready)));
  }),
);
