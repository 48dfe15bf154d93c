import type { components } from "@pegbar/sdk";
import type { Cli } from "../cli.ts";
import { CliError } from "../exit.ts";
import { findNearest } from "../nearest.ts";
import { takeAll } from "./take-all.ts";

/** The member that is given by email or id. */
export async function findMember({ client, signal }: Cli, given: string): Promise<components["schemas"]["Member"]> {
  const members = await takeAll(client().pages("/v1/members", { limit: 200 }, { signal }));
  const found = members.find(({ id, email }) => id === given || email === given.toLowerCase());
  if (found) return found;
  const near = findNearest(
    given,
    members.map(({ email }) => email),
  );
  throw new CliError(
    "notFound",
    `No member ${JSON.stringify(given)}.${near === undefined ? "" : ` Did you mean ${JSON.stringify(near)}?`}`,
    "See: pegbar members",
  );
}
