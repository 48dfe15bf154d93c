import { main } from "@pegbar/functions/webhook/process.ts";
import type { Component } from "./component.ts";

/** Delivers events to the studios' webhooks. */
export const webhooks: Component = (signal, ready) => {
  ready();
  return main(signal);
};
