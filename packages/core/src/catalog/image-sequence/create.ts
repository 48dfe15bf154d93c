import { createHash } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import type * as z from "zod";
import { formatPattern, parseSequencePattern } from "@pegbar/frames";
import { encodeCanonical } from "@pegbar/verify";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { VisibleError, type ProblemDetail } from "../../platform/error/index.ts";
import * as Id from "../../platform/id.ts";
import { imageSequence, imageSequenceFrame } from "../../schema/image-sequence.sql.ts";
import * as Input from "../input/index.ts";
import type { ImageSequenceDraft } from "./draft.ts";
import { findFileProblems } from "./file-problems.ts";
import { fromID, type ImageSequenceDetail } from "./read.ts";

/**
 * Makes an image sequence of uploaded files, or returns the one with the same pattern and content.
 * @returns `isNew`: whether it was made
 * @throws not_found for an input; input_not_verified; parameters_invalid for files that are no pictures or differ in size
 */
export const create = (
  draft: z.output<typeof ImageSequenceDraft>,
): Promise<{ sequence: ImageSequenceDetail; isNew: boolean }> =>
  Database.tx(async (tx) => {
    const pattern = readPattern(draft.pattern);
    const files = Object.entries(draft.files)
      .map(([frame, inputId]) => ({ frame: Number(frame), inputId }))
      .toSorted((a, b) => a.frame - b.frame);
    const { inputs, problems } = await Input.checkUsable([...new Set(files.map(({ inputId }) => inputId))]);
    if (problems.length > 0) throw createRefusal("input_not_verified", problems);
    const byId = new Map(inputs.map((row) => [row.id, row]));
    const pictures = files.flatMap(({ frame, inputId }) => {
      const row = byId.get(inputId);
      return row ? [{ frame, row }] : [];
    });
    const wrong = findFileProblems(pictures, draft.allowMixedSizes);
    if (wrong.length > 0) throw createRefusal("parameters_invalid", wrong);
    const tenantId = Context.getTenantId();
    const actor = Context.getActor();
    const manifestSha256 = hashManifest(pattern, pictures);
    const [made] = await tx
      .insert(imageSequence)
      .values({
        id: Id.create("imageSequence"),
        tenantId,
        pattern,
        manifestSha256,
        ...getCommonSize(inputs),
        createdBy: actor.type === "member" ? actor.memberId : null,
        createdAt: Context.getPorts().clock.now(),
      })
      .onConflictDoNothing()
      .returning({ id: imageSequence.id });
    const id = made?.id ?? (await findByManifest(tx, manifestSha256));
    // Also for one that exists: files that were deleted meanwhile, and uploaded again, have left it.
    await insertFiles(tx, id, files);
    return { sequence: await fromID(id), isNew: made !== undefined };
  });

function readPattern(text: string): string {
  const parsed = parseSequencePattern(text);
  if ("pattern" in parsed) return formatPattern(parsed.pattern);
  const { code, message, remedy } = parsed.problem;
  throw createRefusal("parameters_invalid", [
    { code, message: message.replace(/\.$/, ""), remedy, pointer: "/pattern" },
  ]);
}

function createRefusal(code: "parameters_invalid" | "input_not_verified", errors: readonly ProblemDetail[]) {
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  return new VisibleError(code, `${errors[0]?.message}. ${errors[0]?.remedy}${more}`, { errors: [...errors] });
}

const hashManifest = (pattern: string, files: readonly { frame: number; row: Input.Row }[]): string =>
  createHash("sha256")
    .update(encodeCanonical({ pattern, files: files.map(({ frame, row }) => [frame, row.sha256]) }))
    .digest("hex");

/** The size of all pictures; nulls if they differ. */
function getCommonSize(inputs: readonly Input.Row[]): { width: number | null; height: number | null } {
  const [first] = inputs;
  const isSame = inputs.every(({ width, height }) => width === first?.width && height === first?.height);
  return isSame && first ? { width: first.width, height: first.height } : { width: null, height: null };
}

async function findByManifest(tx: Database.Tx, manifestSha256: string): Promise<string> {
  const [found] = await tx
    .select({ id: imageSequence.id })
    .from(imageSequence)
    .where(and(eq(imageSequence.tenantId, Context.getTenantId()), eq(imageSequence.manifestSha256, manifestSha256)));
  if (!found) throw new Error("the sequence with this manifest is not visible");
  return found.id;
}

/** In one statement, because a statement with several parameters per frame would have too many. */
const insertFiles = (
  tx: Database.Tx,
  id: string,
  files: readonly { frame: number; inputId: string }[],
): Promise<unknown> =>
  tx.execute(sql`
    insert into ${imageSequenceFrame} (tenant_id, image_sequence_id, frame, input_id)
    select ${Context.getTenantId()}, ${id}, file.frame, file."inputId"
    from jsonb_to_recordset(${JSON.stringify(files)}::jsonb) as file (frame int, "inputId" text)
    on conflict do nothing`);
