import type { Command } from "commander";
import { runCommand } from "../cli.ts";
import { CliError } from "../exit.ts";
import { propose, printNeeds, refuseProblems } from "../workflow-draft/check-form.ts";
import { createDraft, type WorkflowDraft } from "../workflow-draft/draft-file.ts";
import { readGraphFile, type GraphOptions } from "../workflow-file.ts";
import { addDraftOptions, buildSettings, deriveSlug, findLast, type DraftOptions } from "./draft-options.ts";
import { withExamples } from "./examples.ts";

interface ImportOptions extends GraphOptions, DraftOptions {
  output?: string;
  lastForm?: boolean;
}

/** Write a draft of a workflow, to edit its form and publish it. */
export function addImportCommand(workflow: Command): void {
  const command = workflow
    .command("import")
    .description("write a draft of a workflow file: its graph with a proposed form, to edit and publish")
    .argument("<file>", "workflow as JSON, or a picture, video or sound that contains one")
    .option("-o, --output <file>", "the draft (default: SLUG.draft.json)")
    .option("--last-form", "the form of the workflow's last version instead of the proposed one")
    .option("--prefer-workflow", "the editor's workflow, if the file also contains the graph that ran");
  addDraftOptions(command).action((file: string, options: ImportOptions, at: Command) =>
    runCommand(at, async (cli) => {
      const { out } = cli;
      const slug = options.slug ?? deriveSlug(file);
      const [graph, last] = [await readGraphFile(cli, file, options), await findLast(cli, slug)];
      if (options.lastForm && !last)
        throw new CliError(
          "usage",
          `There is no workflow ${slug} to take the form of.`,
          "Leave --last-form out, or choose another --slug.",
        );
      const proposal = await propose(cli, graph, options.lastForm ? last?.form : undefined);
      const { form } = proposal;
      refuseProblems(proposal.problems, form, `${file} cannot be published before this is solved:`);
      const draft: WorkflowDraft = { ...buildSettings(options, slug, last), graph: proposal.graph, form };
      const target = options.output ?? `${slug}.draft.json`;
      await createDraft(target, draft);
      printNeeds(cli, proposal);
      if (proposal.more.length > 0)
        out.note(
          `Values that could be fields: ${proposal.more.map(({ node, input }) => `${node}.${input}`).join(", ")}.`,
        );
      out.note(
        last ? `It will be version ${last.version + 1} of ${last.name}.` : `It will be a new workflow, ${draft.name}.`,
      );
      out.result({ file: target, draft }, () => out.print(target));
    }),
  );
  withExamples(
    command,
    'pegbar workflow import invert.json --name "Invert a picture"',
    "pegbar workflow import ComfyUI_00001_.png --slug relight -o relight.draft.json",
  );
}
