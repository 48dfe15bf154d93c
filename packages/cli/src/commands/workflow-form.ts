import type { Command } from "commander";
import { runCommand, type Cli } from "../cli.ts";
import { CliError } from "../exit.ts";
import { printNeeds, propose, refuseProblems } from "../workflow-draft/check-form.ts";
import { readDraft, replaceDraft, type WorkflowDraft } from "../workflow-draft/draft-file.ts";
import { editForm, hasEdits, type FormEdits } from "../workflow-draft/edit-form.ts";
import { describeDetail, readGraphFile, type GraphOptions } from "../workflow-file.ts";
import { withExamples } from "./examples.ts";
import { writeForm } from "./form-file.ts";
import { collect } from "./options.ts";

interface FormOptions extends GraphOptions, FormEdits {
  output?: string;
  all?: boolean;
}

/** Check and edit the form of a draft, or propose the form of a workflow file. */
export function addFormCommand(workflow: Command): void {
  const command = workflow
    .command("form")
    .description("check and edit the form of a draft, or propose that of a workflow file")
    .argument("<file>", "draft, workflow as JSON, or a picture, video or sound that contains one")
    .option("-o, --output <file>", "write the form to this file, to edit and publish it")
    .option("--set <name.property=value>", "change a label, help, default, range …; repeatable", collect)
    .option("--add <node.input>", "add a field for this value of the graph; repeatable", collect)
    .option("--remove <name>", "remove a field: its value is then fixed; repeatable", collect)
    .option("--move <name=position>", "move within fields, inputs or outputs; repeatable", collect)
    .option("--all", "of a workflow file: with a field for each other value of the graph, too")
    .option("--prefer-workflow", "the editor's workflow, if the file also contains the graph that ran")
    .action((file: string, options: FormOptions, at: Command) =>
      runCommand(at, async (cli) => {
        const draft = await readDraft(file);
        if (draft) return editDraft(cli, file, draft, options);
        if (hasEdits(options))
          throw new CliError(
            "usage",
            `${file} is not a draft, so its form cannot be edited.`,
            `Write one: pegbar workflow import ${file}`,
          );
        return proposeForm(cli, file, options);
      }),
    );
  withExamples(
    command,
    "pegbar workflow form invert.draft.json",
    'pegbar workflow form paint.draft.json --set "steps.label=Quality" --set steps.maximum=40 --add 3.sampler_name',
    "pegbar workflow form paint.draft.json --remove cfg --move seed=1",
    "pegbar workflow form invert.json -o invert.form.json",
  );
}

/** The file changes only if the API finds nothing wrong with the edited form. */
async function editDraft(cli: Cli, file: string, draft: WorkflowDraft, options: FormOptions): Promise<void> {
  const { out } = cli;
  const before = await propose(cli, draft.graph, draft.form);
  const isEdited = hasEdits(options);
  const form = isEdited ? editForm(draft.form, options, before.more) : draft.form;
  const checked = isEdited ? await propose(cli, draft.graph, form) : before;
  refuseProblems(
    checked.problems,
    form,
    isEdited
      ? `The form would not fit, so ${file} is unchanged:`
      : `${file} cannot be published before this is solved:`,
  );
  if (isEdited) await replaceDraft(file, { ...draft, form });
  if (options.output !== undefined) await writeForm(options.output, form);
  printNeeds(cli, checked);
  out.note(isEdited ? `Saved ${file}. The form fits its graph.` : "The form fits its graph.");
  out.result({ ...checked, form }, () => out.print(options.output ?? JSON.stringify(form, null, 2)));
}

async function proposeForm(cli: Cli, file: string, options: FormOptions): Promise<void> {
  const { out } = cli;
  const graph = await readGraphFile(cli, file, options);
  const proposal = await propose(cli, graph);
  const { fields, ...rest } = proposal.form;
  const proposed = { ...rest, fields: options.all ? [...fields, ...proposal.more] : fields };
  if (options.output !== undefined) await writeForm(options.output, proposed);
  for (const one of proposal.problems) out.note(describeDetail(one));
  printNeeds(cli, proposal);
  if (!options.all && proposal.more.length > 0)
    out.note(`${proposal.more.length} other values of the graph could be fields: add --all.`);
  if (proposal.problems.length > 0) throw new CliError("refused", `${file} cannot be published before this is solved.`);
  out.result({ ...proposal, form: proposed }, () => out.print(options.output ?? JSON.stringify(proposed, null, 2)));
}
