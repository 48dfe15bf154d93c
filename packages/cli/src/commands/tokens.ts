import { Option, type Command } from "commander";
import type { components, paths } from "@pegbar/sdk";
import { run } from "../cli.ts";
import { moment } from "../output.ts";
import { all } from "./all.ts";
import { findShows } from "./find-shows.ts";
import { collect, whole } from "./options.ts";

type Draft = NonNullable<paths["/v1/tokens"]["post"]["requestBody"]>["content"]["application/json"];
type Token = components["schemas"]["Token"];

interface CreateOptions {
  verb: string[];
  show: string[];
  expiresIn?: number;
  service?: NonNullable<Draft["service"]>["role"];
}

/** API tokens, for scripts. */
export function tokens(program: Command): void {
  const group = program.command("tokens").description("API tokens, for scripts");

  group
    .command("list", { isDefault: true })
    .description("tokens, newest first")
    .action((_options: unknown, command: Command) =>
      run(command, async ({ out, client, signal }) => {
        const found = await all(client().pages("/v1/tokens", { limit: 200 }, { signal }));
        out.result(found, () =>
          out.table(
            ["token", "name", "ends in", "role", "state", "expires", "last used"],
            found.map((one) => [
              one.id,
              one.name,
              `…${one.hint}`,
              one.role,
              stateOf(one),
              moment(one.expiresAt),
              moment(one.lastUsedAt),
            ]),
            "There are no tokens.",
          ),
        );
      }),
    );

  group
    .command("create")
    .description("make a token; its secret is shown once, on stdout")
    .argument("<name>", "what it is for")
    .option("--verb <verb>", "only this (several times for several), such as job.create", collect, [])
    .option("--show <code>", "only in this show (several times for several): HARBOR or sho_…", collect, [])
    .option("--expires-in <days>", "1 to 366; 90 unless told", whole(1, 366))
    .addOption(
      new Option("--service <role>", "the studio's own, not yours: acts as a service member of that role").choices([
        "artist",
        "supervisor",
        "admin",
      ]),
    )
    .action((name: string, { verb, show, expiresIn, service }: CreateOptions, command: Command) =>
      run(command, async (cli) => {
        const { out, client, signal } = cli;
        const showIds = await findShows(cli, show);
        const body = {
          name,
          ...(verb.length > 0 ? { verbs: verb } : {}),
          ...(showIds.length > 0 ? { showIds } : {}),
          ...(expiresIn === undefined ? {} : { expiresInDays: expiresIn }),
          ...(service === undefined ? {} : { service: { role: service } }),
          // The API says which verbs there are.
        } as Draft;
        const made = await client().post("/v1/tokens", { body, signal });
        out.result(made, () => {
          out.print(made.secret);
          out.note(
            `${made.id} expires ${moment(made.expiresAt)}. The secret is not shown again: keep it, as PEGBAR_TOKEN.`,
          );
        });
      }),
    );

  group
    .command("revoke")
    .description("end tokens; acts within half a minute")
    .argument("<tokens...>", "tok_…")
    .action((ids: string[], _options: unknown, command: Command) =>
      run(command, async ({ out, client, signal }) => {
        for (const id of ids) await client().delete("/v1/tokens/{id}", { params: { path: { id } }, signal });
        out.result({ revoked: ids }, () => ids.forEach((id) => out.print(`${id}  revoked`)));
      }),
    );
}

function stateOf({ revokedAt, expiresAt }: Token): string {
  if (revokedAt !== null) return "revoked";
  return Date.parse(expiresAt) < Date.now() ? "expired" : "active";
}
