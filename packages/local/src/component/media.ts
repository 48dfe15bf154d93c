import { main } from "@pegbar/functions/media/process.ts";
import type { Component } from "./component.ts";

/** Verifies uploads, makes thumbnails and signs content credentials. */
export const media: Component = (signal, ready) => {
  ready();
  return main(signal);
};
