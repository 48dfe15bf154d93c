import * as Lease from "@pegbar/core/lease/index.ts";
import { asPlatform, connection, ports } from "../ports.ts";
import { resource } from "../resource.ts";

const adapters = ports(connection("DispatchDatabase", 1));

/** Removes what attempts left in the store. The only function that may delete objects; returns how many it swept. */
export async function handler(): Promise<number> {
  return asPlatform(adapters, "janitor", () => Lease.sweepOlderThan(resource("Times").sweep));
}
