import { setTimeout as sleep } from "node:timers/promises";
import { Option, type Command } from "commander";
import type { components, paths } from "@pegbar/sdk";
import { runCommand, type Cli } from "../cli.ts";
import { CliError } from "../exit.ts";
import { formatTime } from "../output.ts";
import { findMember } from "./find-member.ts";
import { withExamples } from "./examples.ts";
import { takeAll } from "./take-all.ts";

type Erasure = NonNullable<paths["/v1/erasures"]["post"]["requestBody"]>["content"]["application/json"];
type Kind = NonNullable<Erasure["kinds"]>[number];
type Counts = components["schemas"]["ErasureForeseen"];

interface Options {
  kinds?: string;
  reason?: string;
  dryRun?: boolean;
  yes?: boolean;
  wait: boolean;
}

const KINDS: readonly Kind[] = ["identity", "prompts", "input"];
const POLL_MS = 2000;
/** The API requires a reason with every request, but does not store that of a dry run. */
const DRY_RUN_REASON = "dry run";

/** Erase personal data and inputs. */
export function erase(program: Command): void {
  const command = program
    .command("erase")
    .description("erase a member's identity, prompts or inputs, or one input, permanently; a dry run without --yes")
    .argument("<subject>", "a member's email or mem_…, or inp_…")
    .option("--kinds <kinds>", "what to erase of a member, separated by commas: identity, prompts, input")
    .option("--reason <text>", "required with --yes; stays in the log, so leave out what is to be erased")
    .addOption(new Option("--dry-run", "only show what would be erased; the default").conflicts("yes"))
    .option("--yes", "erase; this cannot be undone")
    .option("--no-wait", "return before the files of database and store are erased")
    .action((subject: string, options: Options, command: Command) =>
      runCommand(command, async (cli) => {
        const { out, client, signal } = cli;
        if (options.yes === true && options.reason === undefined)
          throw new CliError(
            "usage",
            "--yes needs --reason.",
            'Add it: --reason "requested on 2026-11-27, GDPR article 17"',
          );
        const body = await makeErasure(cli, subject, options);
        if (options.yes !== true) {
          const foreseen = await client().post("/v1/erasures", { params: { query: { dryRun: true } }, body, signal });
          if (!("results" in foreseen)) throw createUnexpectedError();
          return out.result(foreseen, () => {
            out.facts([
              ...describeCounts(foreseen),
              ["stay", `${foreseen.results} results, costs, times, and all records of the log`],
            ]);
            out.note("Dry run: nothing was erased. To erase, add --yes and --reason. This cannot be undone.");
          });
        }
        const made = await client().post("/v1/erasures", { body, signal });
        if (!("id" in made)) throw createUnexpectedError();
        out.note(`${made.id}: erased from the log. Erasing files of database and store…`);
        const done = options.wait ? await waitUntilDone(cli, made.id) : made;
        out.result(done, () =>
          out.facts([...describeCounts(done), ["done", done.doneAt === null ? "not yet" : formatTime(done.doneAt)]]),
        );
      }),
    );
  withExamples(
    command,
    "pegbar erase artist@lumen.example --kinds prompts,input --dry-run",
    'pegbar erase artist@lumen.example --kinds prompts,input --reason "requested on 2026-11-27" --yes',
  );

  const list = program
    .command("erasures")
    .description("list erasures, newest first")
    .action((_options: unknown, command: Command) =>
      runCommand(command, async ({ out, client, signal }) => {
        const items = await takeAll(client().pages("/v1/erasures", { limit: 200 }, { signal }));
        out.result(items, () =>
          out.table(
            ["erasure", "subject", "kinds", "values", "created", "done", "reason"],
            items.map((one) => [
              one.id,
              one.subject.id,
              one.kinds.join(", "),
              one.values,
              formatTime(one.createdAt),
              formatTime(one.doneAt),
              one.reason,
            ]),
            "No erasures.",
          ),
        );
      }),
    );
  withExamples(list, "pegbar erasures", "pegbar erasures --json");
}

const createUnexpectedError = () =>
  new CliError("unexpected", "The API answered without an erasure.", "See: pegbar erasures");

async function makeErasure(cli: Cli, subject: string, { kinds, reason = DRY_RUN_REASON }: Options): Promise<Erasure> {
  if (subject.startsWith("inp_")) {
    if (kinds !== undefined) throw new CliError("usage", "--kinds is for members: an input is erased as a whole.");
    return { inputId: subject, reason };
  }
  const chosen = (kinds ?? "").split(",").filter((kind) => kind !== "");
  const unknown = chosen.find((kind) => !(KINDS as readonly string[]).includes(kind));
  if (chosen.length === 0 || unknown !== undefined)
    throw new CliError(
      "usage",
      unknown === undefined ? "Choose what to erase with --kinds." : `Invalid --kinds: ${JSON.stringify(unknown)}.`,
      `Kinds are ${KINDS.join(", ")}, separated by commas.`,
    );
  const memberId = subject.startsWith("mem_") ? subject : (await findMember(cli, subject)).id;
  return { memberId, kinds: chosen as Kind[], reason };
}

async function waitUntilDone({ client, signal }: Cli, id: string) {
  for (;;) {
    const found = await client().get("/v1/erasures/{id}", { params: { path: { id } }, signal });
    if (found.doneAt !== null) return found;
    await sleep(POLL_MS, undefined, { signal });
  }
}

const describeCounts = ({ subject, kinds, values, records, jobs, inputs }: Omit<Counts, "results">) =>
  [
    ["subject", `${subject.type} ${subject.id}`],
    ["kinds", kinds.join(", ")],
    ["log", `${values} values of ${records} records`],
    ["jobs", `${jobs} lose graph and parameters`],
    ["inputs", `${inputs} lose file, name and hash`],
  ] as [string, string][];
