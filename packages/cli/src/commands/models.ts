import { Option, type Command } from "commander";
import type { ModelDraft, UploadProgress } from "@pegbar/sdk";
import { uploadModelPath } from "@pegbar/sdk/node";
import { startBar } from "../bar.ts";
import { runCommand } from "../cli.ts";
import { describeReadError } from "../file-error.ts";
import { formatBytes, type Output } from "../output.ts";
import { withExamples } from "./examples.ts";
import { findShowIds } from "./find-show-ids.ts";
import { parseInteger } from "./options.ts";
import { takeAll } from "./take-all.ts";

type Kind = ModelDraft["kind"];
const kinds: Record<Kind, true> = {
  checkpoint: true,
  lora: true,
  vae: true,
  diffusion_model: true,
  text_encoder: true,
  clip_vision: true,
  controlnet: true,
  style_model: true,
  gligen: true,
  hypernetwork: true,
  upscale_model: true,
  embedding: true,
};

interface AddOptions {
  kind: Kind;
  family: string;
  licence: string;
  name?: string;
  fileName?: string;
  vram?: number;
}

/** Models: list, add, clear, revoke. */
export function addModelCommands(program: Command): void {
  const group = program.command("models").description("list the models that the studio may use, and manage its own");
  withExamples(
    group,
    "pegbar models",
    'pegbar models add ink.safetensors --kind lora --family sd15 --licence "own work"',
  );

  const list = group
    .command("list", { isDefault: true })
    .description("list shared models and the studio's own")
    .action((_options: unknown, command: Command) =>
      runCommand(command, async ({ out, client, signal }) => {
        const items = await takeAll(client().pages("/v1/models", { limit: 200 }, { signal }));
        out.result(items, () =>
          out.table(
            ["model", "name", "kind", "status", "licence", "file"],
            items.map((one) => [one.id, one.name, one.kind, one.status, one.licence, one.fileName]),
            "No models.",
          ),
        );
      }),
    );
  withExamples(list, "pegbar models list", "pegbar models list --json");

  const add = group
    .command("add")
    .description("upload a safetensors file as the studio's own model; resumes an interrupted upload")
    .argument("<file>", "the file")
    .addOption(
      new Option("--kind <kind>", "what kind of model it is")
        .choices(Object.keys(kinds) as readonly string[])
        .makeOptionMandatory(),
    )
    .requiredOption("--family <family>", "what it was trained for, such as sd15")
    .requiredOption("--licence <licence>", "the licence under which the studio may use it")
    .option("--name <name>", "display name (default: the file's name)")
    .option("--file-name <name>", "name in graphs (default: the file's name)")
    .option("--vram <MiB>", "GPU memory that it needs", parseInteger(0, 1_000_000))
    .action((file: string, { vram, name, fileName, ...about }: AddOptions, command: Command) =>
      runCommand(command, async ({ out, client, signal }) => {
        const printer = new UploadPrinter(out);
        const draft = {
          ...about,
          vramMib: vram ?? 0,
          name: name ?? file.replace(/^.*[/\\]|\.safetensors$/g, ""),
          ...(fileName === undefined ? {} : { fileName }),
        };
        const model = await uploadModelPath(client(), file, draft, {
          signal,
          onProgress: (progress) => printer.report(progress),
        })
          .catch((error: unknown) => {
            throw describeReadError(error, file);
          })
          .finally(() => printer.end());
        out.note(`${file}: ${formatBytes(model.bytes ?? 0)}, ${printer.sent ? "uploaded" : "already uploaded"}`);
        out.result(model, () => {
          out.print(model.id);
          if (model.clearedShowIds.length === 0)
            out.note(`No show may use it yet. Clear it: pegbar models clear ${model.id} SHOW…`);
        });
      }),
    );
  withExamples(add, 'pegbar models add ink.safetensors --kind lora --family sd15 --licence "own work"');

  const clear = group
    .command("clear")
    .description("set which shows may use one of the studio's models; replaces the earlier list")
    .argument("<model>", "mdl_…")
    .argument("[shows...]", "HARBOR or sho_…; without any, no show may use it")
    .action((id: string, shows: string[], _options: unknown, command: Command) =>
      runCommand(command, async (cli) => {
        const showIds = await findShowIds(cli, shows);
        const model = await cli.client().put("/v1/models/{id}/shows", {
          params: { path: { id } },
          body: { showIds },
          signal: cli.signal,
        });
        cli.out.result(model, () => cli.out.print(`${model.id}  ${shows.join(", ") || "no show"}`));
      }),
    );
  withExamples(clear, "pegbar models clear mdl_01JYB4X2K0000000000000000A HARBOR COMET");

  const revoke = group
    .command("revoke")
    .description("revoke one of the studio's models permanently; queued jobs that use it are held")
    .argument("<model>", "mdl_…")
    .action((id: string, _options: unknown, command: Command) =>
      runCommand(command, async ({ out, client, signal }) => {
        const done = await client().post("/v1/models/{id}/revoke", { params: { path: { id } }, signal });
        out.result(done, () => out.print(`${id}  revoked, ${done.jobsHeld} jobs held`));
      }),
    );
  withExamples(revoke, "pegbar models revoke mdl_01JYB4X2K0000000000000000A");
}

const phases: Record<UploadProgress["phase"], string> = {
  hashing: "Checking for an existing copy",
  sending: "Uploading",
  checking: "Verifying",
  done: "",
};

/** Prints an upload's progress on stderr: a bar on a terminal, a line for each phase elsewhere. */
class UploadPrinter {
  readonly #out: Output;
  #bar: ReturnType<typeof startBar> | undefined;
  #phase: UploadProgress["phase"] | undefined;
  sent = false;

  constructor(out: Output) {
    this.#out = out;
  }

  report({ phase, sent, total }: UploadProgress): void {
    this.sent ||= phase === "sending";
    if (phase === "done") return;
    if (process.stderr.isTTY) {
      this.#bar ??= startBar();
      this.#bar.update(Math.floor((100 * sent) / total), {
        where: `${phases[phase]}, ${formatBytes(sent)} of ${formatBytes(total)}`,
      });
    } else if (phase !== this.#phase) this.#out.note(`${phases[phase]}, ${formatBytes(total)}`);
    this.#phase = phase;
  }

  end(): void {
    this.#bar?.stop();
  }
}
