import { asPlatform, openConnection, createPorts } from "../ports.ts";
import { sweep } from "./sweep.ts";

const adapters = createPorts(openConnection("DispatchDatabase", 1));

/** Removes what nobody needs from the store. The only function that may delete objects; returns how many it swept. */
export async function handler(): Promise<number> {
  return asPlatform(adapters, "janitor", sweep);
}
