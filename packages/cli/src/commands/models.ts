import { Option, type Command } from "commander";
import type { ModelDraft, UploadProgress } from "@pegbar/sdk";
import { uploadModelPath } from "@pegbar/sdk/node";
import { startBar } from "../bar.ts";
import { run } from "../cli.ts";
import { noFile } from "../exit.ts";
import { size, type Output } from "../output.ts";
import { all } from "./all.ts";
import { findShows } from "./find-shows.ts";
import { whole } from "./options.ts";

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

/** Models: what there is, and the studio's own. */
export function models(program: Command): void {
  const group = program.command("models").description("models that the studio may use");

  group
    .command("list", { isDefault: true })
    .description("shared models and the studio's own")
    .action((_options: unknown, command: Command) =>
      run(command, async ({ out, client, signal }) => {
        const items = await all(client().pages("/v1/models", { limit: 200 }, { signal }));
        out.result(items, () =>
          out.table(
            ["model", "name", "kind", "status", "licence", "file"],
            items.map((one) => [one.id, one.name, one.kind, one.status, one.licence, one.fileName]),
            "There are no models.",
          ),
        );
      }),
    );

  group
    .command("add")
    .description("upload a safetensors file of the studio's own; after a break the same command goes on")
    .argument("<file>", "the file")
    .addOption(
      new Option("--kind <kind>", "what loads it")
        .choices(Object.keys(kinds) as readonly string[])
        .makeOptionMandatory(),
    )
    .requiredOption("--family <family>", "what it was made for, such as sd15")
    .requiredOption("--licence <licence>", "under which the studio may use it")
    .option("--name <name>", "for people; the file's unless told")
    .option("--file-name <name>", "as graphs name it; the file's unless told")
    .option("--vram <MiB>", "GPU memory that it needs", whole(0, 1_000_000))
    .action((file: string, { vram, name, fileName, ...about }: AddOptions, command: Command) =>
      run(command, async ({ out, client, signal }) => {
        const shown = new Progress(out);
        const draft = {
          ...about,
          vramMib: vram ?? 0,
          name: name ?? file.replace(/^.*[/\\]|\.safetensors$/g, ""),
          ...(fileName === undefined ? {} : { fileName }),
        };
        const model = await uploadModelPath(client(), file, draft, {
          signal,
          onProgress: (progress) => shown.report(progress),
        })
          .catch((error: unknown) => {
            throw noFile(error, file);
          })
          .finally(() => shown.end());
        out.note(`${file}: ${size(model.bytes ?? 0)}, ${shown.sent ? "uploaded" : "is here already"}`);
        out.result(model, () => {
          out.print(model.id);
          if (model.clearedShowIds.length === 0)
            out.note(`No show may use it yet: pegbar models clear ${model.id} SHOW…`);
        });
      }),
    );

  group
    .command("clear")
    .description("say which shows may use one of the studio's models; exactly these")
    .argument("<model>", "mdl_…")
    .argument("[shows...]", "HARBOR or sho_…; none takes it from all")
    .action((id: string, shows: string[], _options: unknown, command: Command) =>
      run(command, async (cli) => {
        const showIds = await findShows(cli, shows);
        const model = await cli.client().put("/v1/models/{id}/shows", {
          params: { path: { id } },
          body: { showIds },
          signal: cli.signal,
        });
        cli.out.result(model, () => cli.out.print(`${model.id}  ${shows.join(", ") || "no show"}`));
      }),
    );

  group
    .command("revoke")
    .description("take one of the studio's models out of use for good; waiting jobs that name it are held")
    .argument("<model>", "mdl_…")
    .action((id: string, _options: unknown, command: Command) =>
      run(command, async ({ out, client, signal }) => {
        const done = await client().post("/v1/models/{id}/revoke", { params: { path: { id } }, signal });
        out.result(done, () => out.print(`${id}  revoked, ${done.jobsHeld} jobs held`));
      }),
    );
}

const words: Record<UploadProgress["phase"], string> = {
  hashing: "is read",
  sending: "is sent",
  checking: "is checked",
  done: "",
};

/** How far an upload is: a bar on a terminal, a line a phase elsewhere. */
class Progress {
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
      this.#bar.update(Math.floor((100 * sent) / total), { where: `${words[phase]}, ${size(sent)} of ${size(total)}` });
    } else if (phase !== this.#phase) this.#out.note(`${words[phase]}, ${size(total)}`);
    this.#phase = phase;
  }

  end(): void {
    this.#bar?.stop();
  }
}
