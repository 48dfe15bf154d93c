import type { Cli } from "../cli.ts";
import { CliError } from "../exit.ts";
import { all } from "./all.ts";

/** Ids of shows that were named by code or id. */
export async function findShows({ client, signal }: Cli, given: readonly string[]): Promise<string[]> {
  const known = given.length > 0 ? await all(client().pages("/v1/shows", { limit: 200 }, { signal })) : [];
  return given.map((name) => {
    const found = known.find(({ id, code }) => id === name || code === name);
    if (!found) throw new CliError("notFound", `There is no show ${name} that you may see.`, "See: pegbar shows");
    return found.id;
  });
}
