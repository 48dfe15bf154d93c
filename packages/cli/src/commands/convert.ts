import type { Command } from "commander";
import { runCommand } from "../cli.ts";
import { type GraphOptions, readGraphFile } from "../workflow-file.ts";
import { withExamples } from "./examples.ts";

/** Print the graph of a workflow file in API format. */
export function convert(program: Command): void {
  const command = program
    .command("convert")
    .description("print the graph in a file that ComfyUI saved, in API format")
    .argument("<file>", "workflow as JSON, or a picture, video or sound that contains one")
    .option("--prefer-workflow", "the editor's workflow, if the file also contains the graph that ran")
    .action((file: string, options: GraphOptions, command: Command) =>
      runCommand(command, async (cli) => {
        const graph = await readGraphFile(cli, file, options);
        cli.out.result(graph, () => cli.out.print(JSON.stringify(graph, null, 2)));
      }),
    );
  withExamples(
    command,
    "pegbar convert workflow.json > graph.json",
    "pegbar convert ComfyUI_00001_.png --prefer-workflow",
  );
}
