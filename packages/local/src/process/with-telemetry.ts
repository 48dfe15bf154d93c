import type { Component } from "../component/component.ts";
import { telemetry } from "../component/telemetry.ts";

/** A component in a process of its own, with an endpoint for the process's metrics. */
export const withTelemetry =
  (component: Component): Component =>
  async (signal, ready) => {
    await Promise.all([telemetry(signal, () => undefined), component(signal, ready)]);
  };
