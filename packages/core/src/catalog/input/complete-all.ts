import { and, eq, inArray } from "drizzle-orm";
import * as z from "zod";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError } from "../../platform/error/index.ts";
import * as Id from "../../platform/id.ts";
import * as Outbox from "../../platform/outbox/index.ts";
import { waitUntil } from "../../platform/signal.ts";
import { input } from "../../schema/input.sql.ts";
import * as Upload from "../upload/parts.ts";
import { MAX_FILES } from "./announce-all.ts";
import { getTopic, type Row } from "./index.ts";

export const CompletionList = z.strictObject({ ids: z.array(Id.createSchema("input")).min(1).max(MAX_FILES) });

/** Files of one task of the media function, which checks small files together to save messages and transactions. */
const TASK = { files: 16, bytes: 32 * 1024 * 1024 };

/**
 * Marks files as uploaded, and waits up to `waitMs` until the media function has checked them. Refused files are removed
 * after their refusals were returned once.
 * @returns in the order of `ids`; still `checking` those whose check takes longer
 * @throws not_found; input_missing while parts of a large file are missing
 */
export async function completeAll({ ids }: z.output<typeof CompletionList>, waitMs: number): Promise<Row[]> {
  for (const row of await readAll(ids)) if (row.status === "announced") await Upload.assertUploaded(row);
  await Database.tx(async (tx) => {
    // Locked in the order of other requests that complete several files.
    const open = and(inArray(input.id, ids), eq(input.status, "announced"));
    const locked = await tx.select({ id: input.id }).from(input).where(open).orderBy(input.id).for("no key update");
    if (locked.length === 0) return;
    const checkingSince = Context.getPorts().clock.now();
    const changed = await tx.update(input).set({ status: "checking", checkingSince }).where(open).returning();
    await Outbox.enqueueEffects(
      tx,
      groupTasks(changed).map((inputIds) => ({
        to: "media",
        task: { task: "verify-inputs", tenantId: Context.getTenantId(), inputIds },
      })),
    );
  });
  const rows = await waitForAll(ids, waitMs);
  const refused = rows.flatMap(({ id, status }) => (status === "refused" ? [id] : []));
  if (refused.length > 0)
    await Database.tx((tx) => tx.delete(input).where(and(inArray(input.id, refused), eq(input.status, "refused"))));
  return rows;
}

/** Inputs with these ids that are being checked. */
export const readChecking = (ids: readonly string[]): Promise<Row[]> =>
  Database.tx((tx) =>
    tx
      .select()
      .from(input)
      .where(and(inArray(input.id, [...ids]), eq(input.status, "checking"))),
  );

/** Waits for one file after the other, the last first: the others are usually checked by then. */
async function waitForAll(ids: readonly string[], waitMs: number): Promise<Row[]> {
  const end = performance.now() + waitMs;
  for (;;) {
    const rows = await readAll(ids);
    const open = rows.findLast(({ status }) => status === "checking");
    const left = end - performance.now();
    if (!open || left <= 0) return rows;
    await waitUntil(getTopic(open.id), left, async () => {
      const [now] = await readAll([open.id]);
      return now?.status === "checking" ? undefined : true;
    });
  }
}

async function readAll(ids: readonly string[]): Promise<Row[]> {
  const rows = await Database.tx((tx) =>
    tx
      .select()
      .from(input)
      .where(inArray(input.id, [...ids])),
  );
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => {
    const row = found.get(id);
    if (!row) throw createNotFoundError("input", id);
    return row;
  });
}

/** Ids of files that one task checks together. */
function groupTasks(rows: readonly Pick<Row, "id" | "bytes">[]): string[][] {
  const groups: string[][] = [];
  let bytes = Infinity;
  for (const row of rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const last = groups.at(-1);
    bytes += row.bytes;
    if (last && last.length < TASK.files && bytes <= TASK.bytes) last.push(row.id);
    else {
      groups.push([row.id]);
      bytes = row.bytes;
    }
  }
  return groups;
}
