import type { Command } from "commander";
import { PegbarError } from "@pegbar/sdk";
import { runCommand } from "../cli.ts";
import { CliError } from "../exit.ts";
import { describeDetail, readGraphFile, type GraphOptions } from "../workflow-file.ts";
import { doForEach } from "./each.ts";
import { withExamples } from "./examples.ts";
import { readDraft } from "../workflow-draft/draft-file.ts";
import { addDraftOptions, buildSettings, deriveSlug, findLast, type DraftOptions } from "./draft-options.ts";
import { readForm } from "./form-file.ts";

interface PublishOptions extends GraphOptions, DraftOptions {
  form?: string;
  proposedForm?: boolean;
}

/** Publish a workflow file or a draft, retire and restore workflows. */
export function addPublishCommands(workflow: Command): void {
  const publish = workflow
    .command("publish")
    .description("publish a workflow file or a draft for everybody in the studio, or the next version of a workflow")
    .argument("<file>", "draft, workflow as JSON, or a picture, video or sound that contains one");
  addDraftOptions(publish)
    .option("--form <file>", "form as JSON, from `pegbar workflow form` (default: that of the last version)")
    .option("--proposed-form", "the proposed form, also if there is a last version")
    .option("--prefer-workflow", "the editor's workflow, if the file also contains the graph that ran")
    .action((file: string, options: PublishOptions, command: Command) =>
      runCommand(command, async (cli) => {
        const { out, client, signal } = cli;
        const draft = await readDraft(file);
        const slug = options.slug ?? draft?.slug ?? deriveSlug(file);
        const [own, graph, last] = [
          options.form === undefined ? draft?.form : await readForm(options.form),
          draft?.graph ?? (await readGraphFile(cli, file, options)),
          await findLast(cli, slug),
        ];
        const kept = options.proposedForm ? undefined : last?.form;
        const form = own ?? kept;
        const body = { ...buildSettings(options, slug, draft ?? last), graph, ...(form === undefined ? {} : { form }) };
        const made = await client()
          .post("/v1/workflows", { body, signal })
          .catch((error: unknown) => {
            throw form !== undefined && form === kept ? explainMisfit(error, file) : error;
          });
        for (const one of [...(made.conversion?.notices ?? []), ...made.warnings]) out.note(describeDetail(one));
        const isSame = made.versionId === last?.versionId;
        out.note(isSame ? "Nothing has changed since the last version." : `Published ${made.name}.`);
        out.result(made, () => out.print(`${made.slug} version ${made.version}`));
      }),
    );
  withExamples(
    publish,
    'pegbar workflow publish invert.json --name "Invert a picture"',
    "pegbar workflow publish invert.json --form invert.form.json --class heavy",
    "pegbar workflow publish invert.draft.json",
  );

  for (const [verb, does] of [
    ["retire", "remove workflows from the lists; accepted jobs still run"],
    ["restore", "bring retired workflows back"],
  ] as const) {
    const command = workflow
      .command(verb)
      .description(does)
      .argument("<workflow...>", "slugs or ids")
      .action((ids: string[], _options: unknown, at: Command) =>
        runCommand(at, (cli) =>
          doForEach(
            cli,
            ids,
            (id) => cli.client().post(`/v1/workflows/{id}/${verb}`, { params: { path: { id } }, signal: cli.signal }),
            (done) => cli.out.result(done, () => done.forEach(({ slug }) => cli.out.print(`${slug} ${verb}d`))),
          ),
        ),
      );
    withExamples(command, `pegbar workflow ${verb} invert`);
  }
}

/** The form of the last version may not fit the new graph. */
function explainMisfit(error: unknown, file: string): unknown {
  if (!(error instanceof PegbarError) || error.code !== "form_invalid") return error;
  return new CliError(
    "refused",
    `The form of the last version does not fit ${file}.`,
    `Take the proposed one with --proposed-form, or edit one: pegbar workflow form ${file} -o form.json`,
    { lines: error.errors.map(describeDetail), cause: error },
  );
}
