import path from "node:path";
import { Option, type Command } from "commander";
import { PegbarError, type components, type paths } from "@pegbar/sdk";
import { runCommand, type Cli } from "../cli.ts";
import { CliError } from "../exit.ts";
import { describeDetail, readGraphFile, type GraphOptions } from "../workflow-file.ts";
import { doForEach } from "./each.ts";
import { withExamples } from "./examples.ts";
import { readForm, writeForm } from "./form-file.ts";
import { parseInteger } from "./options.ts";

type Draft = NonNullable<paths["/v1/workflows"]["post"]["requestBody"]>["content"]["application/json"];
type Workflow = components["schemas"]["Workflow"];

interface FormOptions extends GraphOptions {
  output?: string;
  all?: boolean;
}

interface PublishOptions extends GraphOptions {
  slug?: string;
  name?: string;
  description?: string;
  form?: string;
  proposedForm?: boolean;
  class?: Draft["class"];
  timeLimit?: number;
}

/** Propose a form for a workflow file, publish it, retire and restore workflows. */
export function addPublishCommands(workflow: Command): void {
  const form = workflow
    .command("form")
    .description("propose the form of a workflow file: what jobs can set, the files that they bring, what they save")
    .argument("<file>", "workflow as JSON, or a picture, video or sound that contains one")
    .option("-o, --output <file>", "write the form to this file, to edit and publish it")
    .option("--all", "with a field for each other value of the graph, too")
    .option("--prefer-workflow", "the editor's workflow, if the file also contains the graph that ran")
    .action((file: string, options: FormOptions, command: Command) =>
      runCommand(command, async (cli) => {
        const { out, client, signal } = cli;
        const graph = await readGraphFile(cli, file, options);
        const proposal = await client().post("/v1/workflows/proposals", { body: { graph }, signal });
        const { fields, ...rest } = proposal.form;
        const proposed = { ...rest, fields: options.all ? [...fields, ...proposal.more] : fields };
        if (options.output !== undefined) await writeForm(options.output, proposed);
        for (const one of [...proposal.problems, ...proposal.warnings]) out.note(describeDetail(one));
        for (const { kind, name } of proposal.models)
          out.note(`Needs the ${kind} ${name}, cleared for the job's show.`);
        if (!options.all && proposal.more.length > 0)
          out.note(`${proposal.more.length} other values of the graph could be fields: add --all.`);
        if (proposal.problems.length > 0)
          throw new CliError("refused", `${file} cannot be published before this is solved.`);
        out.result({ ...proposal, form: proposed }, () =>
          out.print(options.output ?? JSON.stringify(proposed, null, 2)),
        );
      }),
    );
  withExamples(form, "pegbar workflow form invert.json -o invert.form.json", "pegbar workflow form invert.json --all");

  const publish = workflow
    .command("publish")
    .description("publish a workflow file for everybody in the studio, or the next version of a workflow")
    .argument("<file>", "workflow as JSON, or a picture, video or sound that contains one")
    .option("--slug <slug>", "name in commands and URLs: a-z, 0-9 and - (default: from the file's name)")
    .option("--name <name>", "name for people (default: that of the last version, or the slug)")
    .option("--description <text>", "what it is for (default: that of the last version)")
    .option("--form <file>", "form as JSON, from `pegbar workflow form` (default: that of the last version)")
    .option("--proposed-form", "the proposed form, also if there is a last version")
    .addOption(
      new Option("--class <class>", "workers that run it (default: that of the last version, or light)").choices([
        "light",
        "heavy",
        "xl",
      ]),
    )
    .option("--time-limit <seconds>", "1 to 86400 (default: that of the last version, or 900)", parseInteger(1, 86_400))
    .option("--prefer-workflow", "the editor's workflow, if the file also contains the graph that ran")
    .action((file: string, options: PublishOptions, command: Command) =>
      runCommand(command, async (cli) => {
        const { out, client, signal } = cli;
        const slug = options.slug ?? deriveSlug(file);
        const [own, graph, last] = [
          options.form === undefined ? undefined : await readForm(options.form),
          await readGraphFile(cli, file, options),
          await findLast(cli, slug),
        ];
        const kept = options.proposedForm ? undefined : last?.form;
        const form = own ?? kept;
        const body = { ...buildDraft(options, slug, last), graph, ...(form === undefined ? {} : { form }) };
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

/** A slug from a file's name: `Invert it (2).json` → `invert-it-2`. */
function deriveSlug(file: string): string {
  const name = path.parse(file).name.replace(/\.workflow$/, "");
  const slug = name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "")
    .slice(0, 64);
  if (slug !== "") return slug;
  throw new CliError("usage", `The name of ${file} has no letter or digit for a slug.`, "Choose one: --slug invert");
}

/** The workflow's last version, also of a retired one; undefined if the slug is new. */
const findLast = ({ client, signal }: Cli, slug: string): Promise<Workflow | undefined> =>
  client()
    .get("/v1/workflows/{id}", { params: { path: { id: slug } }, signal })
    .catch((error: unknown) => {
      if (error instanceof PegbarError && error.status === 404) return undefined;
      throw error;
    });

const buildDraft = (
  { name, description, class: chosen, timeLimit }: PublishOptions,
  slug: string,
  last: Workflow | undefined,
) => ({
  slug,
  name: name ?? last?.name ?? slug,
  description: description ?? last?.description ?? "",
  class: chosen ?? (last?.class as Draft["class"] | undefined) ?? "light",
  timeLimitSeconds: timeLimit ?? last?.timeLimitSeconds ?? 900,
});

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
