import { readFile, writeFile } from "node:fs/promises";
import type { components } from "@pegbar/sdk";
import { CliError } from "../exit.ts";
import { describeFileError, describeReadError } from "../file-error.ts";

type Form = components["schemas"]["PublishedWorkflow"]["form"];

/** Reads a form from a file. The API checks its content. */
export async function readForm(file: string): Promise<Form> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw describeReadError(error, file);
  });
  try {
    return JSON.parse(text) as Form;
  } catch (error) {
    throw new CliError("usage", `${file} is not JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** Writes a form to a file, to be edited. Does not replace a file, which may contain edits. */
export async function writeForm(file: string, form: Form): Promise<void> {
  await writeFile(file, `${JSON.stringify(form, null, 2)}\n`, { flag: "wx" }).catch((error: unknown) => {
    throw describeFileError(error);
  });
}
