import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import * as Notice from "../../studio/notice/index.ts";
import { getRenewalTime } from "../../platform/billing-month.ts";
import { lockQuotas, listSubjectIds, type QuotaRow, type Subjects } from "../../studio/quota/lock.ts";
import { decideReservations, type Reservation } from "./decide.ts";
import { moveCounts } from "./move.ts";

interface Reserving {
  subjects: Subjects;
  reservation: Reservation;
  /** IANA zone in which the month ends, for the error. */
  timeZone: string;
}

/**
 * Counts a job as waiting and reserves its upper estimate, on the quotas of tenant, show and member alike. Call it last
 * in a transaction, since other submits wait for these rows.
 * @returns the rows as they were before
 * @throws quota_exceeded with every limit that would be exceeded
 */
export async function reserve(tx: Database.Tx, { subjects, reservation, timeZone }: Reserving): Promise<QuotaRow[]> {
  const { month, gpuMs, micros } = reservation;
  const locked = await lockQuotas(tx, listSubjectIds(subjects), month);
  const renews = getRenewalTime(Context.getPorts().clock.now(), timeZone);
  const { decisions, notices } = decideReservations(locked, [{ subjects, waiting: 1, gpuMs, micros }], month, renews);
  const [decision] = decisions;
  if (decision?.refusal) {
    Database.runAfterRollback(() => Database.tx((next) => Notice.keep(next, notices)));
    throw decision.refusal;
  }
  await Database.runTogether([
    () => moveCounts(tx, [{ subjects, month, waiting: 1, gpuMs, micros }]),
    () => Notice.keep(tx, notices),
  ]);
  return decision?.rows ?? [];
}
