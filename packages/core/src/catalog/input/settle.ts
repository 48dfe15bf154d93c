import { and, eq, sql } from "drizzle-orm";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import * as Record from "../../platform/record/index.ts";
import * as Removal from "../../platform/removal/index.ts";
import { input } from "../../schema/input.sql.ts";
import * as Quota from "../../studio/quota/storage.ts";
import * as Upload from "../upload/parts.ts";
import { getTopic, listObjects, listQuotaSubjects, type Refusal, type Row, type Verified } from "./index.ts";

/** What the media function found about an input. */
export type Settled = { row: Row } & ({ verified: Verified } | { refusal: Refusal });

/**
 * Stores the media function's results about files that are being checked. The janitor deletes the objects of refused
 * files.
 */
export const settle = (found: readonly Settled[]): Promise<void> =>
  Database.tx(async (tx) => {
    const sorted = found.toSorted((a, b) => (a.row.id < b.row.id ? -1 : 1));
    const stored = await Database.runTogether(sorted.map((one) => () => store(tx, one)));
    const changed = sorted.filter((_one, index) => stored[index]);
    await recordVerified(tx, changed);
    for (const one of changed) {
      if ("refusal" in one) await Removal.leave(tx, listObjects(one.row));
      // The parts are one object now.
      else if (one.row.partSha256s) await Removal.leave(tx, [Upload.buildPrefix(one.row.key)]);
    }
    for (const one of changed)
      if ("refusal" in one) await Quota.removeStorage(tx, listQuotaSubjects(one.row), one.row.bytes);
    await Database.runTogether(
      sorted.map(
        ({ row }) =>
          () =>
            Database.sendSignal(tx, getTopic(row.id)),
      ),
    );
  });

async function store(tx: Database.Tx, found: Settled): Promise<boolean> {
  const changed = await tx
    .update(input)
    .set(
      "refusal" in found
        ? { status: "refused", refusal: found.refusal, checkingSince: null }
        : { status: "verified", ...found.verified, verifiedAt: sql`now()`, checkingSince: null },
    )
    .where(and(eq(input.id, found.row.id), eq(input.status, "checking")))
    .returning({ id: input.id });
  return changed.length > 0;
}

async function recordVerified(tx: Database.Tx, changed: readonly Settled[]): Promise<void> {
  const users = new Map<string | null, Awaited<ReturnType<typeof Record.readUser>>>();
  const assertedAt = Context.getPorts().clock.now().toISOString();
  const events: Parameters<typeof Record.enqueueRecords>[1][number][] = [];
  for (const one of changed) {
    if ("refusal" in one) continue;
    const { id, createdBy, sha256, bytes, filename } = one.row;
    const user = users.get(createdBy) ?? (await Record.readUser(tx, createdBy));
    users.set(createdBy, user);
    const file = { sha256, bytes, contentType: one.verified.contentType, filename };
    events.push({ type: "input.registered", schema: 1, eventId: id, assertedAt, inputId: id, user, file });
  }
  await Record.enqueueRecords(tx, events);
}
