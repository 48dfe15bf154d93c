import { readFile, rename, writeFile } from "node:fs/promises";
import type { components, paths } from "@pegbar/sdk";
import { parseWorkflowJson } from "@pegbar/sdk/workflow-file";
import { CliError } from "../exit.ts";
import { describeFileError, describeReadError } from "../file-error.ts";

type PublishRequest = NonNullable<paths["/v1/workflows"]["post"]["requestBody"]>["content"]["application/json"];
export type Form = components["schemas"]["Workflow"]["form"];

/** A workflow with its form before it is published. The API checks its content. */
export interface WorkflowDraft extends PublishRequest {
  form: Form;
}

/** What marks the file: a graph has nodes by id at this place. */
const MARK = "workflow-draft";

/**
 * Reads a draft that `pegbar workflow import` wrote; undefined if the file is anything else, such as a graph or a picture.
 * @throws CliError if it is a draft without its parts
 */
export async function readDraft(file: string): Promise<WorkflowDraft | undefined> {
  if (!/\.json$/i.test(file)) return undefined;
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw describeReadError(error, file);
  });
  if (!text.includes(`"${MARK}"`)) return undefined;
  const content = parse(text);
  if (content?.["pegbar"] !== MARK) return undefined;
  const { pegbar: _, ...draft } = content;
  if (
    isObject(draft["graph"]) &&
    isObject(draft["form"]) &&
    hasLists(draft["form"]) &&
    typeof draft["slug"] === "string"
  )
    return draft as unknown as WorkflowDraft;
  throw new CliError(
    "usage",
    `${file} is not a complete draft: it needs slug, graph, and form with fields, inputs and outputs.`,
    "Import the workflow again: pegbar workflow import FILE",
  );
}

/** Writes a new draft. Does not replace a file, which may contain edits. */
export async function createDraft(file: string, draft: WorkflowDraft): Promise<void> {
  await writeFile(file, serialize(draft), { flag: "wx" }).catch((error: unknown) => {
    throw describeFileError(error);
  });
}

/** Replaces a draft, so that a crash leaves the old or the new one. */
export async function replaceDraft(file: string, draft: WorkflowDraft): Promise<void> {
  const beside = `${file}.${process.pid}`;
  try {
    await writeFile(beside, serialize(draft));
    await rename(beside, file);
  } catch (error) {
    throw describeFileError(error);
  }
}

const serialize = (draft: WorkflowDraft): string => `${JSON.stringify({ pegbar: MARK, ...draft }, null, 2)}\n`;

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value = parseWorkflowJson(text);
    return isObject(value) ? value : undefined;
  } catch (error) {
    // Whoever reads it as a graph reports what is wrong with it.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const hasLists = (form: Record<string, unknown>): boolean =>
  ["fields", "inputs", "outputs"].every((list) => Array.isArray(form[list]));
