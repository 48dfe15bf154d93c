import type { Command } from "commander";
import type { components } from "@pegbar/sdk";
import { runCommand, type Cli } from "../cli.ts";
import { CliError } from "../exit.ts";
import { doForEach } from "./each.ts";
import { withExamples } from "./examples.ts";
import { findMember } from "./find-member.ts";
import { findShowIds } from "./find-show-ids.ts";
import { parseShots } from "./parse-shots.ts";
import { takeAll } from "./take-all.ts";

interface UpdateOptions {
  name?: string;
  frameRate?: string;
  naming?: string;
}

/** Shows, their shots and their members. */
export function addShowCommands(program: Command): void {
  const shows = program
    .command("shows")
    .description("list shows with their sequences and shots; create them, add shots and people")
    .action((_options: unknown, command: Command) =>
      runCommand(command, async ({ out, client, signal }) => {
        const items = await takeAll(client().pages("/v1/shows", { limit: 200 }, { signal }));
        const rows = items.flatMap((show) =>
          show.sequences.flatMap((sequence) =>
            sequence.shots.map((shot) => {
              const frames = shot.frameIn === null ? null : `${shot.frameIn}–${shot.frameOut}`;
              return [`${show.code}/${sequence.code}/${shot.code}`, shot.id, frames, show.name];
            }),
          ),
        );
        out.result(items, () => out.table(["shot", "id", "frames", "show"], rows, "No shows that you can see."));
      }),
    );
  withExamples(shows, "pegbar shows", "pegbar shows create FJORD Fjord", "pegbar shows add FJORD nova@lumen.example");

  const create = shows
    .command("create")
    .description("create a show; for admins")
    .argument("<code>", "short and unique, such as FJORD; permanent")
    .argument("<name>", "what people call it")
    .argument("[shots...]", "SEQUENCE/SHOT, or with frames: sq010/sh010:1001-1048")
    .option("--frame-rate <rate>", "frames per second, as an exact fraction: 24, 24000/1001")
    .action((code: string, name: string, shots: string[], { frameRate }: UpdateOptions, command: Command) =>
      runCommand(command, async ({ out, client, signal }) => {
        const body = { code, name, sequences: parseShots(shots), ...(frameRate === undefined ? {} : { frameRate }) };
        const made = await client().post("/v1/shows", { body, signal });
        out.result(made, () => out.print(made.id));
        out.note(`${made.code} created. Add people: pegbar shows add ${made.code} EMAIL`);
      }),
    );
  withExamples(create, "pegbar shows create FJORD Fjord --frame-rate 24 sq010/sh010:1001-1048 sq010/sh020");

  const update = shows
    .command("update")
    .description("change a show's name, frame rate or naming of results")
    .argument("<show>", "code or shw_…")
    .option("--name <name>", "the new name")
    .option("--frame-rate <rate>", "frames per second, as an exact fraction: 24, 24000/1001")
    .option("--naming <pattern>", "names of new results: {sequence}_{shot}_{name}.v{version:03}.{frame:04}.{ext}")
    .action((show: string, options: UpdateOptions, command: Command) =>
      runCommand(command, async (cli) => {
        if (Object.keys(options).length === 0)
          throw new CliError("usage", "Nothing to change.", "Use --name, --frame-rate or --naming.");
        const id = await findShowId(cli, show);
        const changed = await cli
          .client()
          .patch("/v1/shows/{id}", { params: { path: { id } }, body: options, signal: cli.signal });
        cli.out.result(changed, () => cli.out.note(`${changed.code} changed.`));
      }),
    );
  withExamples(update, 'pegbar shows update FJORD --name "Fjord at night"');

  const addShots = shows
    .command("add-shots")
    .description("add sequences and shots; existing ones stay as they are")
    .argument("<show>", "code or shw_…")
    .argument("<shots...>", "SEQUENCE/SHOT, or with frames: sq010/sh010:1001-1048")
    .action((show: string, shots: string[], _options: unknown, command: Command) =>
      runCommand(command, async (cli) => {
        const body = { sequences: parseShots(shots) };
        const id = await findShowId(cli, show);
        const added = await cli
          .client()
          .post("/v1/shows/{id}/shots", { params: { path: { id } }, body, signal: cli.signal });
        cli.out.result(added, () =>
          cli.out.note(
            `${added.shots} of ${shots.length} added.${added.shots < shots.length ? " The others existed." : ""}`,
          ),
        );
      }),
    );
  withExamples(addShots, "pegbar shows add-shots FJORD sq020/sh010:1001-1100 sq020/sh020");

  addPeopleCommands(shows);
}

function addPeopleCommands(shows: Command): void {
  const members = shows
    .command("members")
    .description("list the members of a show")
    .argument("<show>", "code or shw_…")
    .action((show: string, _options: unknown, command: Command) =>
      runCommand(command, async (cli) => {
        const id = await findShowId(cli, show);
        const items = await listMembers(cli, id);
        cli.out.result(items, () =>
          cli.out.table(
            ["member", "role", "name"],
            items.map((one) => [one.id, one.role, one.name]),
            "Nobody. Add people: pegbar shows add SHOW EMAIL",
          ),
        );
      }),
    );
  withExamples(members, "pegbar shows members FJORD");

  for (const [name, description] of [
    ["add", "add people to a show"],
    ["remove", "remove people from a show; their work stays"],
  ] as const) {
    const change = shows
      .command(name)
      .description(description)
      .argument("<show>", "code or shw_…")
      .argument("<members...>", "emails or mem_…")
      .action((show: string, people: string[], _options: unknown, command: Command) =>
        runCommand(command, async (cli) => {
          const id = await findShowId(cli, show);
          return doForEach(
            cli,
            people,
            async (given) => {
              const { id: memberId } = await findMember(cli, given);
              const options = { params: { path: { id, memberId } }, signal: cli.signal };
              await (name === "add"
                ? cli.client().put("/v1/shows/{id}/members/{memberId}", options)
                : cli.client().delete("/v1/shows/{id}/members/{memberId}", options));
              return memberId;
            },
            (done) =>
              cli.out.result({ show: id, [name === "add" ? "added" : "removed"]: done }, () =>
                done.forEach((memberId) => cli.out.print(`${memberId}  ${name === "add" ? "added" : "removed"}`)),
              ),
          );
        }),
      );
    withExamples(change, `pegbar shows ${name} FJORD nova@lumen.example ada@lumen.example`);
  }
}

async function listMembers({ client, signal }: Cli, id: string): Promise<components["schemas"]["ShowMember"][]> {
  const found = [];
  let cursor: string | null | undefined;
  do {
    const query = { limit: 200, ...(cursor ? { cursor } : {}) };
    const page = await client().get("/v1/shows/{id}/members", { params: { path: { id }, query }, signal });
    found.push(...page.items);
    cursor = page.next;
  } while (cursor);
  return found;
}

async function findShowId(cli: Cli, show: string): Promise<string> {
  const [id] = await findShowIds(cli, [show]);
  if (id === undefined) throw new CliError("notFound", `No show ${JSON.stringify(show)}.`, "See: pegbar shows");
  return id;
}
