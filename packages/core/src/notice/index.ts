import { desc, lt } from "drizzle-orm";
import * as z from "zod";
import * as Context from "../context.ts";
import * as Database from "../database/index.ts";
import { fn } from "../fn.ts";
import * as Id from "../id.ts";
import { notice } from "./notice.sql.ts";

export const THRESHOLDS = [50, 80, 100] as const;

/** Topic of what happens in a studio. */
export const activityOf = (tenantId: string): string => `tenant:${tenantId}`;

interface Level {
  subject_id: string;
  scope: string;
  storage_bytes: number;
  used_gpu_ms: number;
  reserved_gpu_ms: number;
  used_micros: number;
  reserved_micros: number;
  gpu_ms_limit: number | null;
  micros_limit: number | null;
  storage_limit: number | null;
}

interface Growth {
  gpuMs: number;
  micros: number;
  storageBytes: number;
}

/**
 * Keeps a notice for each threshold that grows past, once for each month and limit. `before` are the rows as they were;
 * what is used and what is reserved count alike. Most changes cross nothing and cost nothing.
 */
export async function crossings(
  tx: Database.Tx,
  before: readonly Level[],
  month: string,
  growth: Growth,
): Promise<void> {
  const found = before.flatMap((row) => [
    ...crossed(
      row,
      "gpuSecondsPerMonth",
      row.gpu_ms_limit,
      row.used_gpu_ms + row.reserved_gpu_ms,
      growth.gpuMs,
      month,
      1000,
    ),
    ...crossed(
      row,
      "dollarsPerMonth",
      row.micros_limit,
      row.used_micros + row.reserved_micros,
      growth.micros,
      month,
      1e6,
    ),
    ...crossed(row, "storageBytes", row.storage_limit, row.storage_bytes, growth.storageBytes, "now", 1),
  ]);
  await keep(tx, found);
}

type Row = Omit<typeof notice.$inferInsert, "id" | "tenantId">;

/** Writes notices that are not there yet and wakes those who follow the studio. */
export async function keep(tx: Database.Tx, found: readonly Row[]): Promise<void> {
  if (found.length === 0) return;
  const tenantId = Context.tenantId();
  const createdAt = Context.ports().clock.now();
  await tx
    .insert(notice)
    .values(found.map((row) => ({ ...row, id: Id.create("notice"), tenantId, createdAt })))
    .onConflictDoNothing();
  await Database.signal(tx, activityOf(tenantId));
}

/** The thresholds that a row stands past, for a limit that has just been set. */
export const reached = (row: Level, month: string): Row[] => [
  ...crossed(row, "gpuSecondsPerMonth", row.gpu_ms_limit, 0, row.used_gpu_ms + row.reserved_gpu_ms, month, 1000),
  ...crossed(row, "dollarsPerMonth", row.micros_limit, 0, row.used_micros + row.reserved_micros, month, 1e6),
  ...crossed(row, "storageBytes", row.storage_limit, 0, row.storage_bytes, "now", 1),
];

function crossed(
  row: Level,
  meter: string,
  limit: number | null,
  before: number,
  growth: number,
  period: string,
  unit: number,
): Row[] {
  if (limit === null || limit === 0 || growth <= 0) return [];
  const after = before + growth;
  return THRESHOLDS.filter((threshold) => before * 100 < threshold * limit && after * 100 >= threshold * limit).map(
    (threshold) => ({
      type: "quota.threshold",
      subjectId: row.subject_id,
      meter,
      threshold,
      period,
      limit,
      data: { scope: row.scope, limit: limit / unit, taken: after / unit },
    }),
  );
}

/** Newest first; `before` is the id of the last notice of the page before. */
export const list = fn(
  z.object({ before: z.string().max(64).optional(), limit: z.int().min(1).max(200).default(50) }),
  ({ before, limit }) =>
    Database.tx((tx) =>
      tx
        .select()
        .from(notice)
        .where(before ? lt(notice.id, before) : undefined)
        .orderBy(desc(notice.id))
        .limit(limit),
    ),
);
