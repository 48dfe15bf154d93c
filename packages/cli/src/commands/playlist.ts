import type { Command } from "commander";
import { runCommand } from "../cli.ts";
import { formatTime } from "../output.ts";
import { withExamples } from "./examples.ts";
import { findShowIds } from "./find-show-ids.ts";
import { parseInteger } from "./options.ts";
import { takeAll } from "./take-all.ts";

interface ShareOptions {
  to: string;
  contact?: string;
  expiresIn?: number;
}

/** Playlists: list, create, add versions, share. */
export function addPlaylistCommands(program: Command): void {
  const group = program.command("playlist").description("list, create and share playlists of versions");
  withExamples(group, "pegbar playlist list", 'pegbar playlist create HARBOR "Dailies, Monday" ver_… ver_…');
  addList(group);
  addCreate(group);
  addAdd(group);
  addShare(group);
}

function addList(group: Command): void {
  const list = group
    .command("list", { isDefault: true })
    .description("list playlists, newest first")
    .option("--show <show>", "only those of this show, HARBOR or sho_…")
    .action(({ show }: { show?: string }, command: Command) =>
      runCommand(command, async (cli) => {
        const { out, client, signal } = cli;
        const [showId] = await findShowIds(cli, show === undefined ? [] : [show]);
        const query = { limit: 200, ...(showId === undefined ? {} : { showId }) };
        const found = await takeAll(client().pages("/v1/playlists", query, { signal }));
        out.result(found, () =>
          out.table(
            ["playlist", "show", "name", "versions", "created"],
            found.map((one) => [one.id, one.show, one.name, String(one.versions), formatTime(one.createdAt)]),
            "No playlists.",
          ),
        );
      }),
    );
  withExamples(list, "pegbar playlist list --show HARBOR", "pegbar playlist list --json");
}

function addCreate(group: Command): void {
  const create = group
    .command("create")
    .description("create a playlist; prints its id")
    .argument("<show>", "HARBOR or sho_…")
    .argument("<name>", "such as 'Dailies, Monday'")
    .argument("[versions...]", "ver_…, in the order in which they are reviewed")
    .action((show: string, name: string, versionIds: string[], _options: unknown, command: Command) =>
      runCommand(command, async (cli) => {
        const { out, client, signal } = cli;
        const [showId = ""] = await findShowIds(cli, [show]);
        const made = await client().post("/v1/playlists", { body: { showId, name, versionIds }, signal });
        out.result(made, () => out.print(made.id));
      }),
    );
  withExamples(create, 'pegbar playlist create HARBOR "Dailies, Monday" ver_01JYB4X2K0000000000000000A');
}

function addAdd(group: Command): void {
  const add = group
    .command("add")
    .description("add versions at the end of a playlist; those that it has keep their place")
    .argument("<playlist>", "ply_…")
    .argument("<versions...>", "ver_…")
    .action((id: string, versionIds: string[], _options: unknown, command: Command) =>
      runCommand(command, async ({ out, client, signal }) => {
        const body = { versionIds };
        const changed = await client().post("/v1/playlists/{id}/versions", { params: { path: { id } }, body, signal });
        out.result(changed, () => out.print(`${changed.name}  ${changed.versions} versions`));
      }),
    );
  withExamples(add, "pegbar playlist add ply_01JYB4X2K0000000000000000A ver_01JYB4X2K0000000000000000B");
}

function addShare(group: Command): void {
  const share = group
    .command("share")
    .description("create a link to watermarked pictures for people without an account; its address is printed once")
    .argument("<what>", "ply_… or ver_…")
    .requiredOption("--to <recipient>", "who gets it; drawn into every picture")
    .option("--contact <text>", "contact for questions, such as an e-mail address; shown on the page")
    .option("--expires-in <days>", "1 to 90 (default: 7)", parseInteger(1, 90))
    .action((what: string, { to: recipient, contact, expiresIn }: ShareOptions, command: Command) =>
      runCommand(command, async ({ out, client, url, signal }) => {
        const body = {
          ...(what.startsWith("ver_") ? { versionId: what } : { playlistId: what }),
          recipient,
          ...(contact === undefined ? {} : { contact }),
          ...(expiresIn === undefined ? {} : { expiresInDays: expiresIn }),
        };
        const made = await client().post("/v1/share-links", { body, signal });
        out.result(made, () => {
          out.print(new URL(made.path, url()).href);
          out.note(
            `${made.id} expires ${formatTime(made.expiresAt)}. Store the address now: it is not shown again. ` +
              `If the portal has another address than the API, append ${made.path.slice(0, "/share/".length)}… to that.`,
          );
        });
      }),
    );
  withExamples(
    share,
    'pegbar playlist share ply_01JYB4X2K0000000000000000A --to "ACME Pictures" --contact review@studio.example',
  );
}
