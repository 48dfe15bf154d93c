import type { Cli } from "../cli.ts";
import { CliError } from "../exit.ts";
import { findNearest } from "../nearest.ts";
import { takeAll } from "./take-all.ts";

/** Ids of shows that are given by code or id. */
export async function findShowIds({ client, signal }: Cli, given: readonly string[]): Promise<string[]> {
  const known = given.length > 0 ? await takeAll(client().pages("/v1/shows", { limit: 200 }, { signal })) : [];
  return given.map((name) => {
    const found = known.find(({ id, code }) => id === name || code === name);
    if (found) return found.id;
    const near = findNearest(
      name,
      known.map(({ code }) => code),
    );
    throw new CliError(
      "notFound",
      `No show ${JSON.stringify(name)} that you can see.${near === undefined ? "" : ` Did you mean ${JSON.stringify(near)}?`}`,
      "See: pegbar shows",
    );
  });
}
