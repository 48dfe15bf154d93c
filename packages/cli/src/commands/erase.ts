import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import type { components, paths } from "@pegbar/sdk";
import { run, type Cli } from "../cli.ts";
import { CliError } from "../exit.ts";
import { moment } from "../output.ts";
import { all } from "./all.ts";

type Asked = NonNullable<paths["/v1/erasures"]["post"]["requestBody"]>["content"]["application/json"];
type Kind = NonNullable<Asked["kinds"]>[number];
type Counts = components["schemas"]["ErasureForeseen"];

interface Options {
  kinds?: string;
  reason: string;
  yes?: boolean;
  wait: boolean;
}

const KINDS: readonly Kind[] = ["identity", "prompts", "input"];
const LOOK_MS = 2000;

/** What the studio promised to forget. */
export function erase(program: Command): void {
  program
    .command("erase")
    .description(
      "erase a person's identity, prompts or inputs, or one input, for ever; shows what it would without --yes",
    )
    .argument("<subject>", "a member's e-mail or mem_…, or inp_…")
    .option("--kinds <kinds>", "of a member: identity, prompts, input, with commas between")
    .requiredOption("--reason <text>", "stands in the log for ever: do not repeat what is to be erased")
    .option("--yes", "do it; nobody can undo it")
    .option("--no-wait", "do not wait until the files of database and store hold nothing of it")
    .action((subject: string, options: Options, command: Command) =>
      run(command, async (cli) => {
        const { out, client, signal } = cli;
        const body = await asked(cli, subject, options);
        if (options.yes !== true) {
          const foreseen = await client().post("/v1/erasures", { params: { query: { dryRun: true } }, body, signal });
          return out.result(foreseen, () => {
            out.facts(facts(foreseen));
            out.note("Nothing has been erased. With --yes it will be, and nobody can undo it.");
          });
        }
        const made = await client().post("/v1/erasures", { body, signal });
        if (!("id" in made)) throw new CliError("unexpected", "The API answered without an erasure.", "Try again.");
        out.note(`${made.id}: erased. Files of database and store follow.`);
        const done = options.wait ? await untilDone(cli, made.id) : made;
        out.result(done, () => out.facts([...facts(done), ["done", moment(done.doneAt) ?? "not yet"]]));
      }),
    );

  program
    .command("erasures")
    .description("what was erased, newest first")
    .action((_options: unknown, command: Command) =>
      run(command, async ({ out, client, signal }) => {
        const items = await all(client().pages("/v1/erasures", { limit: 200 }, { signal }));
        out.result(items, () =>
          out.table(
            ["erasure", "of", "kinds", "values", "at", "done", "reason"],
            items.map((one) => [
              one.id,
              one.subject.id,
              one.kinds.join(", "),
              one.values,
              moment(one.createdAt),
              moment(one.doneAt),
              one.reason,
            ]),
            "Nothing was erased.",
          ),
        );
      }),
    );
}

async function asked({ client, signal }: Cli, subject: string, { kinds, reason }: Options): Promise<Asked> {
  if (subject.startsWith("inp_")) {
    if (kinds !== undefined) throw new CliError("usage", "--kinds is for members: an input is erased as a whole.");
    return { inputId: subject, reason };
  }
  const named = (kinds ?? "").split(",").filter((kind) => kind !== "");
  const unknown = named.find((kind) => !(KINDS as readonly string[]).includes(kind));
  if (named.length === 0 || unknown !== undefined)
    throw new CliError("usage", `--kinds takes ${KINDS.join(", ")}, with commas between.`);
  const memberId = subject.startsWith("mem_") ? subject : await memberOf(client, subject, signal);
  return { memberId, kinds: named as Kind[], reason };
}

async function memberOf(client: Cli["client"], email: string, signal: AbortSignal): Promise<string> {
  const members = await all(client().pages("/v1/members", { limit: 200 }, { signal }));
  const found = members.find((one) => one.email === email.toLowerCase());
  if (!found) throw new CliError("notFound", `There is no member ${email}.`, "See: pegbar members");
  return found.id;
}

async function untilDone({ client, signal }: Cli, id: string) {
  for (;;) {
    const found = await client().get("/v1/erasures/{id}", { params: { path: { id } }, signal });
    if (found.doneAt !== null) return found;
    await sleep(LOOK_MS, undefined, { signal });
  }
}

const facts = ({ subject, kinds, values, records, jobs, inputs }: Counts) =>
  [
    ["of", `${subject.type} ${subject.id}`],
    ["kinds", kinds.join(", ")],
    ["in the log", `${values} values of ${records} records`],
    ["jobs", `${jobs} lose graph and parameters`],
    ["inputs", `${inputs} lose file, name and hash`],
  ] as [string, string][];
