import { main } from "@pegbar/functions/webhook/process.ts";
import type { Component } from "./component.ts";

/** Calls the addresses of studios' webhooks. */
export const webhooks: Component = (signal, ready) => {
  ready();
  return main(signal);
};
