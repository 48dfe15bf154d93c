import { Option, type Command } from "commander";
import type { components } from "@pegbar/sdk";
import { runCommand } from "../cli.ts";
import { formatTime } from "../output.ts";
import { withExamples } from "./examples.ts";
import { findMember } from "./find-member.ts";
import { takeAll } from "./take-all.ts";

type Member = components["schemas"]["Member"];

const ROLES = ["artist", "supervisor", "admin"] as const;

/** Invite people, list members, change their roles and end memberships. */
export function addMemberCommands(program: Command): void {
  const invite = program
    .command("invite")
    .description("invite a person to your studio; for admins. Pegbar sends no email")
    .argument("<email>", "the address that they sign in with")
    .option("--name <name>", "what to call them (default: the first part of the address)")
    .addOption(new Option("--role <role>", "their role").choices(ROLES).default("artist"))
    .action((email: string, { name, role }: { name?: string; role: Member["role"] }, command: Command) =>
      runCommand(command, async ({ out, client, signal }) => {
        const body = { email, name: name ?? email.replace(/@.*/, ""), role };
        const made = await client().post("/v1/members", { body, signal });
        out.result(made, () => {
          out.print(made.id);
          out.note(
            `${made.name} is invited as ${made.role} until ${formatTime(made.invitationExpiresAt)}. ` +
              "They accept on the portal's page /invitations, or with: pegbar invitations accept",
          );
        });
      }),
    );
  withExamples(
    invite,
    "pegbar invite nova@lumen.example --name Nova",
    "pegbar invite ada@lumen.example --name Ada --role supervisor",
  );

  const members = program
    .command("members")
    .description("list the members of the studio; change their roles or end memberships")
    .addOption(
      new Option("--status <status>", "only members with this status").choices([
        "invited",
        "active",
        "left",
        "declined",
      ]),
    )
    .action(({ status }: { status?: Member["status"] }, command: Command) =>
      runCommand(command, async ({ out, client, signal }) => {
        const items = await takeAll(
          client().pages("/v1/members", { limit: 200, ...(status ? { status } : {}) }, { signal }),
        );
        out.result(items, () =>
          out.table(
            ["member", "email", "role", "status", "invitation expires", "name"],
            items.map((one) => [
              one.id,
              one.email,
              one.role,
              one.status,
              one.invitationExpiresAt === null ? null : formatTime(one.invitationExpiresAt),
              one.name,
            ]),
            "No members that you can see.",
          ),
        );
      }),
    );
  withExamples(members, "pegbar members --status active", "pegbar members role nova@lumen.example supervisor");

  const role = members
    .command("role")
    .description("change a member's role; takes effect within a minute")
    .argument("<member>", "email or mem_…")
    .argument("<role>", ROLES.join(", "))
    .action((given: string, next: string, _options: unknown, command: Command) =>
      runCommand(command, async (cli) => {
        const { id } = await findMember(cli, given);
        const changed = await cli.client().patch("/v1/members/{id}", {
          params: { path: { id } },
          // The API validates roles.
          body: { role: next as Member["role"] },
          signal: cli.signal,
        });
        cli.out.result(changed, () => cli.out.note(`${changed.name} is now ${changed.role}.`));
      }),
    );
  withExamples(role, "pegbar members role nova@lumen.example supervisor");

  const remove = members
    .command("remove")
    .description("end a membership, or withdraw an invitation; the name stays on the work")
    .argument("<member>", "email or mem_…")
    .action((given: string, _options: unknown, command: Command) =>
      runCommand(command, async (cli) => {
        const { id, status } = await findMember(cli, given);
        const removed = await cli.client().delete("/v1/members/{id}", { params: { path: { id } }, signal: cli.signal });
        cli.out.result(removed, () =>
          cli.out.note(
            status === "invited" ? `Withdrew the invitation of ${removed.name}.` : `Removed ${removed.name}.`,
          ),
        );
      }),
    );
  withExamples(remove, "pegbar members remove nova@lumen.example");
}
