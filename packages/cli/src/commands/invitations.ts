import type { Command } from "commander";
import { runCommand, type Cli } from "../cli.ts";
import { CliError } from "../exit.ts";
import { writeProfile } from "../profiles.ts";
import { withExamples } from "./examples.ts";

/** Invitations to studios, and the choice among several. */
export function addInvitationCommands(program: Command): void {
  const root = program
    .command("invitations")
    .description("list your invitations, accept or decline one")
    .action((_options: unknown, command: Command) =>
      runCommand(command, async ({ out, client, signal }) => {
        const { items } = await client().get("/v1/invitations", { signal });
        out.result(items, () =>
          out.table(
            ["studio", "role", "invited by", "id", "name"],
            items.map(({ tenant, role, invitedBy, id }) => [tenant.slug, role, invitedBy, id, tenant.name]),
            "No invitations.",
          ),
        );
      }),
    );

  const accept = root
    .command("accept")
    .description("become a member of the studio")
    .argument("[studio]", "slug of the studio or id of the invitation; not needed for a single invitation")
    .action((studio: string | undefined, _options: unknown, command: Command) =>
      runCommand(command, async (cli) => {
        const { out, client, signal } = cli;
        const chosen = await choose(cli, studio);
        const mine = await client().post("/v1/invitations/{id}/accept", {
          params: { path: { id: chosen.id } },
          signal,
        });
        const standard = mine.items.find((one) => one.default);
        out.result(mine, () => {
          out.note(`You are now ${chosen.role} at ${chosen.tenant.name}.`);
          if (mine.items.length > 1)
            out.note(
              `Your default studio is ${standard?.tenant.slug ?? "not chosen"}. Change it: pegbar studios use ${chosen.tenant.slug}`,
            );
        });
      }),
    );

  const decline = root
    .command("decline")
    .description("decline an invitation")
    .argument("[studio]", "slug of the studio or id of the invitation; not needed for a single invitation")
    .action((studio: string | undefined, _options: unknown, command: Command) =>
      runCommand(command, async (cli) => {
        const { out, client, signal } = cli;
        const chosen = await choose(cli, studio);
        await client().post("/v1/invitations/{id}/decline", { params: { path: { id: chosen.id } }, signal });
        out.result({ declined: chosen.id }, () => out.note(`Declined the invitation to ${chosen.tenant.name}.`));
      }),
    );

  const studios = program
    .command("studios")
    .description("list the studios that you belong to")
    .action((_options: unknown, command: Command) =>
      runCommand(command, async ({ out, client, signal }) => {
        const { items, operator } = await client().get("/v1/me/memberships", { signal });
        out.result({ items, operator }, () => {
          out.table(
            ["studio", "role", "default", "name"],
            items.map((one) => [one.tenant.slug, one.role, one.default ? "yes" : null, one.tenant.name]),
            "You do not belong to a studio.",
          );
          if (operator) out.note("You are also an operator, and act as one unless you name a studio with --tenant.");
        });
      }),
    );

  const use = studios
    .command("use")
    .description("choose the studio that you work in by default, in the CLI and in the portal")
    .argument("<studio>", "slug of the studio")
    .action((studio: string, _options: unknown, command: Command) =>
      runCommand(command, async ({ out, client, signal, profile, profileName }) => {
        const mine = await client().put("/v1/me/default-tenant", { body: { tenant: studio }, signal });
        if (profile) await writeProfile(profileName, { ...profile, tenant: studio });
        out.result(mine, () => out.note(`${studio} is your default studio.`));
      }),
    );

  withExamples(root, "pegbar invitations", "pegbar invitations accept lumen");
  withExamples(accept, "pegbar invitations accept lumen");
  withExamples(decline, "pegbar invitations decline lumen");
  withExamples(studios, "pegbar studios", "pegbar studios use lumen");
  withExamples(use, "pegbar studios use lumen");
}

/** The invitation that the user names; by default the only one. */
async function choose({ client, signal }: Cli, studio: string | undefined) {
  const { items } = await client().get("/v1/invitations", { signal });
  const [first, second] =
    studio === undefined ? items : items.filter(({ id, tenant }) => [id, tenant.slug].includes(studio));
  if (!first)
    throw new CliError(
      "notFound",
      studio === undefined ? "You have no invitations." : `You have no invitation to ${JSON.stringify(studio)}.`,
      "Check the address you are signed in with: pegbar whoami",
    );
  if (second)
    throw new CliError(
      "usage",
      `You have several invitations: ${items.map(({ tenant }) => tenant.slug).join(", ")}.`,
      "Name the studio, for example: pegbar invitations accept lumen",
    );
  return first;
}
