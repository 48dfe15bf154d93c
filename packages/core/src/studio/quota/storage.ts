import * as Context from "../../platform/context.ts";
import type * as Database from "../../platform/database/index.ts";
import { createStatement } from "../../platform/database/statement.ts";
import * as Notice from "../notice/index.ts";
import { getRenewalTime } from "../../platform/billing-month.ts";
import { findShortages, createQuotaExceededError } from "./refusal.ts";
import { lockQuotas, LOCK_QUOTAS } from "./lock.ts";

const addBytes = createStatement(`
  with q as materialized (${LOCK_QUOTAS})
  update quota set storage_bytes = greatest(0, quota.storage_bytes + :bytes::bigint)
  from q where quota.subject_id = q.subject_id`);

/** Counts stored bytes against quotas, or throws `quota_exceeded`. */
export async function addStorage(tx: Database.Tx, subjectIds: readonly string[], bytes: number): Promise<void> {
  const rows = await lockQuotas(tx, subjectIds);
  const shortages = findShortages(rows, { storageBytes: bytes });
  if (shortages.length > 0)
    throw createQuotaExceededError(shortages, getRenewalTime(Context.getPorts().clock.now(), "UTC"));
  await addBytes(tx, { subjectIds, bytes });
  await Notice.recordCrossings(tx, rows, "now", { gpuMs: 0, micros: 0, storageBytes: bytes });
}

/** Takes the bytes of a deleted file off quotas. */
export async function removeStorage(tx: Database.Tx, subjectIds: readonly string[], bytes: number): Promise<void> {
  await addBytes(tx, { subjectIds, bytes: -bytes });
}
