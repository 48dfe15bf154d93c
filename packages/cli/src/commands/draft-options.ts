import path from "node:path";
import { Option, type Command } from "commander";
import { PegbarError, type components } from "@pegbar/sdk";
import type { Cli } from "../cli.ts";
import { CliError } from "../exit.ts";
import type { WorkflowDraft } from "../workflow-draft/draft-file.ts";
import { parseInteger } from "./options.ts";

type Workflow = components["schemas"]["Workflow"];

/** What a workflow is called and where it runs. */
export interface DraftOptions {
  slug?: string;
  name?: string;
  description?: string;
  class?: WorkflowDraft["class"];
  timeLimit?: number;
}

export const addDraftOptions = (command: Command): Command =>
  command
    .option("--slug <slug>", "name in commands and URLs: a-z, 0-9 and - (default: from the file's name)")
    .option("--name <name>", "name for people (default: that of the last version, or the slug)")
    .option("--description <text>", "what it is for (default: that of the last version)")
    .addOption(
      new Option("--class <class>", "workers that run it (default: that of the last version, or light)").choices([
        "light",
        "heavy",
        "xl",
      ]),
    )
    .option(
      "--time-limit <seconds>",
      "1 to 86400 (default: that of the last version, or 900)",
      parseInteger(1, 86_400),
    );

/** A slug from a file's name: `Invert it (2).json` → `invert-it-2`. */
export function deriveSlug(file: string): string {
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
export const findLast = ({ client, signal }: Cli, slug: string): Promise<Workflow | undefined> =>
  client()
    .get("/v1/workflows/{id}", { params: { path: { id: slug } }, signal })
    .catch((error: unknown) => {
      if (error instanceof PegbarError && error.status === 404) return undefined;
      throw error;
    });

/** Everything of a version except graph and form: from the options, otherwise as in `before`. */
export const buildSettings = (
  { name, description, class: chosen, timeLimit }: DraftOptions,
  slug: string,
  before: (Pick<WorkflowDraft, "name" | "description" | "timeLimitSeconds"> & { class?: string }) | undefined,
) => ({
  slug,
  name: name ?? before?.name ?? slug,
  description: description ?? before?.description ?? "",
  class: chosen ?? (before?.class as WorkflowDraft["class"] | undefined) ?? "light",
  timeLimitSeconds: timeLimit ?? before?.timeLimitSeconds ?? 900,
});
