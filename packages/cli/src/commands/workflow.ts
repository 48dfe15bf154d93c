import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { WORKFLOW_SUFFIX } from "@pegbar/sdk";
import { runCommand } from "../cli.ts";
import { CliError } from "../exit.ts";
import { describeFileError } from "../file-error.ts";
import { openBrowser } from "../sign-in/browser.ts";
import { withExamples } from "./examples.ts";
import { addFormCommand } from "./workflow-form.ts";
import { addImportCommand } from "./workflow-import.ts";
import { addPublishCommands } from "./publish.ts";

interface OpenOptions {
  output?: string;
  comfyui?: string;
}

/** Publish workflows, and save the one that made a result to open it in ComfyUI. */
export function addWorkflowCommands(program: Command): void {
  const workflow = program.command("workflow").description("publish a workflow, or open the one that made a result");
  addImportCommand(workflow);
  addFormCommand(workflow);
  addPublishCommands(workflow);
  const open = workflow
    .command("open")
    .description("save the workflow that made a result, and open ComfyUI in your browser")
    .argument("<asset>", "ast_…")
    .option("-o, --output <file>", `file to save it in (default: the result's name with ${WORKFLOW_SUFFIX})`)
    .option("--comfyui <url>", "address of your ComfyUI (default: COMFYUI_URL)")
    .action((id: string, options: OpenOptions, command: Command) =>
      runCommand(command, async ({ out, client, signal }) => {
        const comfyui = checkAddress(options.comfyui ?? (process.env["COMFYUI_URL"] || undefined));
        const params = { path: { id } };
        const [asset, graph] = await Promise.all([
          client().get("/v1/assets/{id}", { params, signal }),
          client().get("/v1/assets/{id}/workflow", { params, signal }),
        ]);
        const file = options.output ?? asset.filename + WORKFLOW_SUFFIX;
        await writeFile(file, `${JSON.stringify(graph, null, 2)}\n`).catch((error: unknown) => {
          throw describeFileError(error);
        });
        const opened = comfyui !== undefined && openBrowser(comfyui);
        if (comfyui === undefined)
          out.note("Drag the file into ComfyUI. To open ComfyUI from here, add --comfyui URL.");
        else if (opened) out.note(`Opened ${comfyui} in your browser. Drag the file into it.`);
        else out.note(`There is no browser here. Open ${comfyui}, and drag the file into it.`);
        out.result({ assetId: asset.id, file, comfyui: comfyui ?? null, opened }, () => out.print(file));
      }),
    );
  withExamples(
    workflow,
    'pegbar workflow publish invert.json --name "Invert a picture"',
    "pegbar workflow open ast_01JYB4X2K0000000000000000A",
  );
  withExamples(
    open,
    "pegbar workflow open ast_01JYB4X2K0000000000000000A --comfyui http://127.0.0.1:8188",
    "pegbar workflow open ast_01JYB4X2K0000000000000000A -o harbour.json",
  );
}

/** Only web addresses, because a browser would open others as well. */
function checkAddress(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  if (URL.canParse(given) && /^https?:$/.test(new URL(given).protocol)) return new URL(given).href;
  throw new CliError("usage", `Not an address of ComfyUI: ${given}`, "Give its URL, such as http://127.0.0.1:8188.");
}
