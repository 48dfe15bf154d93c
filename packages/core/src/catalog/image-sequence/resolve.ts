import { eq, inArray } from "drizzle-orm";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError } from "../../platform/error/index.ts";
import { imageSequence, imageSequenceFrame } from "../../schema/image-sequence.sql.ts";

const isSequence = <T>(given: T): given is T & string => typeof given === "string" && given.startsWith("sqc_");

/**
 * Replaces each image sequence by its files: the frame number → `inp_…`. Other values stay.
 * @throws not_found
 */
export async function resolveSequences<T>(
  inputs: Readonly<Record<string, T>>,
): Promise<Record<string, T | Record<string, string>>> {
  const ids = [...new Set<string>(Object.values(inputs).filter(isSequence))];
  const files = ids.length === 0 ? new Map<string, Record<string, string>>() : await readFiles(ids);
  return Object.fromEntries(
    Object.entries(inputs).map(([name, given]) => [name, isSequence(given) ? (files.get(given) ?? {}) : given]),
  );
}

const readFiles = (ids: readonly string[]): Promise<Map<string, Record<string, string>>> =>
  Database.tx(async (tx) => {
    const rows = await tx
      .select({ id: imageSequence.id, frame: imageSequenceFrame.frame, inputId: imageSequenceFrame.inputId })
      .from(imageSequence)
      .leftJoin(imageSequenceFrame, eq(imageSequenceFrame.imageSequenceId, imageSequence.id))
      .where(inArray(imageSequence.id, [...ids]));
    const found = new Map<string, Record<string, string>>();
    for (const { id, frame, inputId } of rows) {
      const files = found.get(id) ?? {};
      if (frame !== null && inputId !== null) files[String(frame)] = inputId;
      found.set(id, files);
    }
    const missing = ids.find((id) => !found.has(id));
    if (missing !== undefined) throw createNotFoundError("image sequence", missing);
    return found;
  });
