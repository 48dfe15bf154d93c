import type { Command } from "commander";
import { runCommand } from "../cli.ts";
import { CliError } from "../exit.ts";
import { formatTime } from "../output.ts";
import { withExamples } from "./examples.ts";

/** What an asset was made from, or what was made from a model or an input. */
export function addTraceCommand(group: Command): void {
  const trace = group
    .command("trace")
    .description("list what an asset was made from, or every asset made from a model or an input")
    .argument("<id>", "ast_…, mdl_… or inp_…")
    .action((id: string, _options: unknown, command: Command) =>
      runCommand(command, async ({ out, client, signal }) => {
        if (!/^(ast|mdl|inp)_/.test(id))
          throw new CliError(
            "usage",
            `Invalid id ${JSON.stringify(id)}.`,
            "Give an ast_…, mdl_… or inp_…. See: pegbar assets",
          );
        const params = { path: { id } };
        if (id.startsWith("ast_")) {
          const found = await client().get("/v1/assets/{id}/origins", { params, signal });
          const rows = [
            ...found.assets.map((one) => ["asset", one.id, one.filename, one.sha256] as const),
            ...found.inputs.map((one) => ["input", one.id, one.filename, one.sha256] as const),
            ...found.models.map((one) => ["model", one.id, `${one.fileName}, ${one.licence}`, one.sha256] as const),
            ...found.workflows.map((one) => ["workflow", one.id, `${one.slug} ${one.version}`, one.sha256] as const),
          ];
          return out.result(found, () => out.table(["type", "id", "name", "SHA-256"], rows, "No origins."));
        }
        const found = id.startsWith("mdl_")
          ? await client().get("/v1/models/{id}/assets", { params, signal })
          : await client().get("/v1/inputs/{id}/assets", { params, signal });
        out.result(found, () =>
          out.table(
            ["asset", "shot", "file", "steps", "created"],
            found.items.map((one) => [
              one.id,
              `${one.show}/${one.sequence}/${one.shot}`,
              one.filename,
              one.steps,
              formatTime(one.createdAt),
            ]),
            "No assets that you can see.",
          ),
        );
        if (found.truncated) out.note("There are more assets than these.");
      }),
    );
  withExamples(
    trace,
    "pegbar ledger trace ast_01JYB4X2K0000000000000000A",
    "pegbar ledger trace mdl_01JYB4X2K0000000000000000A",
  );
}
