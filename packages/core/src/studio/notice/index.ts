import * as z from "zod";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { fn } from "../../platform/fn.ts";
import { createPaging } from "../../platform/page.ts";
import * as Id from "../../platform/id.ts";
import { getActivityTopic } from "../../platform/signal.ts";
import { enqueueNoticeEvents } from "../event/enqueue.ts";
import { notice } from "../../schema/notice.sql.ts";

export const THRESHOLDS = [50, 80, 100] as const;

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

export type Row = Omit<typeof notice.$inferInsert, "id" | "tenantId">;

/** Stores notices that do not exist yet, and wakes the clients that watch the studio. */
export async function keep(tx: Database.Tx, found: readonly Row[]): Promise<void> {
  if (found.length === 0) return;
  const tenantId = Context.getTenantId();
  const createdAt = Context.getPorts().clock.now();
  const kept = await tx
    .insert(notice)
    .values(found.map((row) => ({ ...row, id: Id.create("notice"), tenantId, createdAt })))
    .onConflictDoNothing()
    .returning();
  await enqueueNoticeEvents(tx, tenantId, kept);
  await Database.sendSignal(tx, getActivityTopic(tenantId));
}

/** The limits that refused a request. They count as full, although no sum may ever reach them. */
export const findFull = (
  rows: readonly Level[],
  shortages: readonly { subjectId: string; meter: string }[],
  month: string,
): Row[] =>
  rows.flatMap((row) =>
    listMeters(row, month)
      .filter(({ meter }) => shortages.some((one) => one.subjectId === row.subject_id && one.meter === meter))
      .flatMap((meter) => toNotice(row, meter, meter.taken, 100)),
  );

/**
 * Finds a notice for each threshold that `growth` crosses. Used and reserved amounts both count.
 * @param before the rows before the growth
 */
export const findCrossings = (before: readonly Level[], month: string, growth: Growth): Row[] =>
  before.flatMap((row) =>
    listMeters(row, month).flatMap((meter) => findCrossed(row, meter, meter.taken, meter.taken + growth[meter.grows])),
  );

/** Stores the notices of {@link findCrossings}, once per month and limit. Without a crossing it sends no statement. */
export const recordCrossings = (
  tx: Database.Tx,
  before: readonly Level[],
  month: string,
  growth: Growth,
): Promise<void> => keep(tx, findCrossings(before, month, growth));

/** The thresholds that a row has reached, for a limit that has just been set. */
export const findReached = (row: Level, month: string): Row[] =>
  listMeters(row, month).flatMap((meter) => findCrossed(row, meter, 0, meter.taken));

interface Meter {
  meter: string;
  limit: number | null;
  taken: number;
  period: string;
  /** Number of the meter's units in one unit of the API. */
  unit: number;
  grows: keyof Growth;
}

const listMeters = (row: Level, month: string): Meter[] => [
  {
    meter: "gpuSecondsPerMonth",
    limit: row.gpu_ms_limit,
    taken: row.used_gpu_ms + row.reserved_gpu_ms,
    period: month,
    unit: 1000,
    grows: "gpuMs",
  },
  {
    meter: "dollarsPerMonth",
    limit: row.micros_limit,
    taken: row.used_micros + row.reserved_micros,
    period: month,
    unit: 1e6,
    grows: "micros",
  },
  {
    meter: "storageBytes",
    limit: row.storage_limit,
    taken: row.storage_bytes,
    period: "now",
    unit: 1,
    grows: "storageBytes",
  },
];

function findCrossed(row: Level, meter: Meter, before: number, after: number): Row[] {
  const { limit } = meter;
  if (limit === null || limit === 0 || after <= before) return [];
  return THRESHOLDS.filter((threshold) => before * 100 < threshold * limit && after * 100 >= threshold * limit).flatMap(
    (threshold) => toNotice(row, meter, after, threshold),
  );
}

function toNotice(row: Level, { meter, limit, period, unit }: Meter, taken: number, threshold: number): Row[] {
  if (limit === null) return [];
  return [
    {
      type: "quota.threshold",
      subjectId: row.subject_id,
      meter,
      threshold,
      period,
      limit,
      data: { scope: row.scope, limit: limit / unit, taken: taken / unit },
    },
  ];
}

const pages = createPaging(
  "notices",
  { by: notice.id, field: "id" },
  { created: { by: notice.id, field: "id" } },
  "-created",
);

/** The studio's notices, newest first by default. */
export const list = fn(z.strictObject(pages.query.shape), (query) =>
  Database.tx((tx) =>
    pages.page(query, ({ where, orderBy, limit }) =>
      tx
        .select()
        .from(notice)
        .where(where)
        .orderBy(...orderBy)
        .limit(limit),
    ),
  ),
);
