import * as z from "zod";
import * as Asset from "@pegbar/core/result/asset";
import * as Input from "@pegbar/core/catalog/input";
import { findOwn } from "@pegbar/core/catalog/input/own.ts";
import { copyFrom } from "@pegbar/core/catalog/input/upload.ts";
import { VisibleError } from "@pegbar/core/platform/error";
import { CHECK_WAIT_MS } from "./check-wait.ts";
import { ComfyError } from "./errors.ts";

const MARK = "core/ASSET";
const Reference = z.object({ info: z.object({ id: z.string().min(1).max(64) }) });

/** Maximum number of files of a job. */
const MAX_REFERENCES = 1000;

/**
 * Replaces the references to assets in a graph with ids of inputs. A reference stands where a file name would stand:
 * `{"__type": "core/ASSET", "info": {"id": …}}`. A result is copied to an input within the store.
 * @returns the graph, and the inputs that it reads
 * @throws missing_asset with all ids that are malformed, unknown, deleted or somebody else's
 */
export async function resolveReferences(
  workflow: Record<string, unknown>,
): Promise<{ graph: Record<string, unknown>; inputIds: string[] }> {
  const found = new Set<string>();
  let malformed = 0;
  visit(workflow, (value) => {
    const read = Reference.safeParse(value);
    if (read.success) found.add(read.data.info.id);
    else malformed++;
  });
  if (malformed > 0)
    throw createMissingError(
      `${malformed} asset ${malformed === 1 ? "reference has" : "references have"} no info.id`,
      [],
    );
  if (found.size === 0) return { graph: workflow, inputIds: [] };
  if (found.size > MAX_REFERENCES)
    throw createMissingError(`The workflow refers to ${found.size} assets, more than ${MAX_REFERENCES}`, []);
  const inputs = await findInputs([...found]);
  const graph = replace(workflow, inputs) as Record<string, unknown>;
  return { graph, inputIds: [...new Set(inputs.values())] };
}

const isReference = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "__type" in value && value.__type === MARK;

function visit(value: unknown, onReference: (value: unknown) => void): void {
  if (typeof value !== "object" || value === null) return;
  if (isReference(value)) onReference(value);
  else for (const item of Object.values(value)) visit(item, onReference);
}

function replace(value: unknown, inputs: ReadonlyMap<string, string>): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (isReference(value)) return inputs.get(Reference.parse(value).info.id);
  if (Array.isArray(value)) return value.map((item) => replace(item, inputs));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, replace(item, inputs)]));
}

/** The inputs of assets, by the id of the asset. */
async function findInputs(ids: readonly string[]): Promise<Map<string, string>> {
  const [own, results] = await Promise.all([
    findOwn(ids.filter((id) => id.startsWith("inp_"))),
    Promise.all(ids.filter((id) => id.startsWith("ast_")).map(findResult)),
  ]);
  const known = new Map(own.map((row) => [row.id, row]));
  const assets = new Map(results.flatMap((row) => (row ? [[row.id, row] as const] : [])));
  const missing = ids.filter((id) => !known.has(id) && !assets.has(id));
  if (missing.length > 0)
    throw createMissingError(
      `The workflow refers to assets that you do not have: ${missing.slice(0, 5).join(", ")}`,
      missing,
    );
  const found = new Map<string, string>();
  for (const row of own) found.set(row.id, (await waitForCheck(row)).id);
  for (const row of assets.values()) found.set(row.id, (await makeInput(row)).id);
  return found;
}

type Result = Awaited<ReturnType<typeof Asset.fromID>>;

const findResult = (id: string): Promise<Result | undefined> =>
  Asset.fromID(id).catch((error: unknown) => {
    if (error instanceof VisibleError && error.code === "not_found") return undefined;
    throw error;
  });

/** Waits for the check of an upload that has just been sent. */
async function waitForCheck(row: Input.Row): Promise<Input.Row> {
  if (row.status === "verified") return row;
  const checked = await Input.complete(row.id, CHECK_WAIT_MS);
  if (checked?.status !== "verified") throw createPendingError();
  return checked;
}

/** Makes an input of a result that the actor may see, so that a job can read it. Lineage follows its SHA-256. */
export async function makeInput(row: Pick<Result, "id" | "key" | "sha256" | "bytes" | "contentType" | "filename">) {
  if (!(Input.CONTENT_TYPES as readonly string[]).includes(row.contentType))
    throw createMissingError(`The result ${row.id} is of type ${row.contentType}, which no job can read`, [row.id]);
  const { key, sha256, bytes, contentType, filename } = row;
  const input = await copyFrom(key, { sha256, bytes, contentType, filename }, CHECK_WAIT_MS);
  return waitForCheck(input);
}

/** Clients wait and try again by themselves. */
const createPendingError = () =>
  new ComfyError("queue_full", "A file of this job is still being checked. Try again.", { retryAfterSeconds: 2 });

const createMissingError = (what: string, ids: readonly string[]) =>
  new ComfyError("missing_asset", `${what}. Upload the file, and use the id of the answer.`, {
    details: { missing_ids: ids },
  });
