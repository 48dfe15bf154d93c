import { runAsPlatform, openConnection, createPorts } from "../ports.ts";
import { sweep } from "./sweep.ts";

const adapters = createPorts(openConnection("DispatchDatabase", 1), "janitor");

/** Deletes unused objects from the store. The only function that may delete objects. @returns the number of deleted objects */
export async function handler(): Promise<number> {
  return runAsPlatform(adapters, "janitor", sweep);
}
