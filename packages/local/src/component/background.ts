import { main as janitor } from "@pegbar/functions/janitor/process.ts";
import { main as reconciler } from "@pegbar/functions/reconciler/process.ts";
import { main as sequencer } from "@pegbar/functions/sequencer/process.ts";
import type { Component } from "./component.ts";

const toComponent =
  (main: (signal: AbortSignal) => Promise<void>): Component =>
  (signal, ready) => {
    ready();
    return main(signal);
  };

/** Components that run on a schedule, each with its own database role. */
export const background = {
  sequencer: toComponent(sequencer),
  reconciler: toComponent(reconciler),
  janitor: toComponent(janitor),
};
