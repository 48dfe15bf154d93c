import { Option, type Command } from "commander";
import type { components, paths } from "@pegbar/sdk";
import { runCommand } from "../cli.ts";
import { formatTime } from "../output.ts";
import { doForEach } from "./each.ts";
import { withExamples } from "./examples.ts";
import { findShowIds } from "./find-show-ids.ts";
import { collect, parseInteger } from "./options.ts";
import { takeAll } from "./take-all.ts";

type Draft = NonNullable<paths["/v1/tokens"]["post"]["requestBody"]>["content"]["application/json"];
type Token = components["schemas"]["Token"];

interface CreateOptions {
  verb?: string[];
  show?: string[];
  defaultShot?: string;
  expiresIn?: number;
  service?: NonNullable<Draft["service"]>["role"];
}

/** API tokens: list, create, revoke. */
export function addTokenCommands(program: Command): void {
  const group = program.command("tokens").description("list, create and revoke API tokens for scripts");
  withExamples(group, "pegbar tokens", "pegbar tokens create render-farm --show HARBOR > farm.token");

  const list = group
    .command("list", { isDefault: true })
    .description("list tokens, newest first")
    .action((_options: unknown, command: Command) =>
      runCommand(command, async ({ out, client, signal }) => {
        const found = await takeAll(client().pages("/v1/tokens", { limit: 200 }, { signal }));
        out.result(found, () =>
          out.table(
            ["token", "name", "secret", "role", "state", "expires", "last used"],
            found.map((one) => [
              one.id,
              one.name,
              `…${one.hint}`,
              one.role,
              getState(one),
              formatTime(one.expiresAt),
              formatTime(one.lastUsedAt),
            ]),
            "No tokens.",
          ),
        );
      }),
    );

  withExamples(list, "pegbar tokens list", "pegbar tokens list --json");

  const create = group
    .command("create")
    .description("create a token; its secret is printed once, on stdout")
    .argument("<name>", "what it is for")
    .option("--verb <permission>", "limit it to this permission, such as job.create; repeatable", collect)
    .option("--show <show>", "limit it to this show, HARBOR or sho_…; repeatable", collect)
    .option("--default-shot <shot>", "shot of jobs of the Comfy API that name none: HARBOR/sq010/sh010 or sht_…")
    .option("--expires-in <days>", "1 to 366 (default: 90)", parseInteger(1, 366))
    .addOption(
      new Option("--service <role>", "create a token of the studio, with a service member of this role").choices([
        "artist",
        "supervisor",
        "admin",
      ]),
    )
    .action(
      (name: string, { verb = [], show = [], defaultShot, expiresIn, service }: CreateOptions, command: Command) =>
        runCommand(command, async (cli) => {
          const { out, client, signal } = cli;
          const showIds = await findShowIds(cli, show);
          const body = {
            name,
            ...(verb.length > 0 ? { verbs: verb } : {}),
            ...(showIds.length > 0 ? { showIds } : {}),
            ...(defaultShot === undefined ? {} : { shot: defaultShot }),
            ...(expiresIn === undefined ? {} : { expiresInDays: expiresIn }),
            ...(service === undefined ? {} : { service: { role: service } }),
            // The API validates permissions.
          } as Draft;
          const made = await client().post("/v1/tokens", { body, signal });
          out.result(made, () => {
            out.print(made.secret);
            out.note(
              `${made.id} expires ${formatTime(made.expiresAt)}. Store the secret now: it is not shown again. Use it as PEGBAR_TOKEN.`,
            );
          });
        }),
    );

  withExamples(
    create,
    "pegbar tokens create mine --verb job.create --verb job.read --show HARBOR --expires-in 30 > mine.token",
    "pegbar tokens create farm --service artist --show HARBOR > farm.token",
  );

  const revoke = group
    .command("revoke")
    .description("revoke tokens; takes effect within 30 seconds")
    .argument("<tokens...>", "tok_…")
    .action((ids: string[], _options: unknown, command: Command) =>
      runCommand(command, (cli) =>
        doForEach(
          cli,
          ids,
          async (id) => {
            await cli.client().delete("/v1/tokens/{id}", { params: { path: { id } }, signal: cli.signal });
            return id;
          },
          (revoked) => cli.out.result({ revoked }, () => revoked.forEach((id) => cli.out.print(`${id}  revoked`))),
        ),
      ),
    );
  withExamples(revoke, "pegbar tokens revoke tok_01JYB4X2K0000000000000000A");
}

function getState({ revokedAt, expiresAt }: Token): string {
  if (revokedAt !== null) return "revoked";
  return Date.parse(expiresAt) < Date.now() ? "expired" : "active";
}
