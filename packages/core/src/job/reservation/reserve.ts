import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import * as Notice from "../../studio/notice/index.ts";
import { renewsAt } from "../../platform/billing-month.ts";
import { lockQuotas, subjectIds, type QuotaRow, type Subjects } from "../../studio/quota/lock.ts";
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
  const locked = await lockQuotas(tx, subjectIds(subjects), month);
  const renews = renewsAt(Context.ports().clock.now(), timeZone);
  const { decisions, notices } = decideReservations(locked, [{ subjects, gpuMs, micros }], month, renews);
  const [decision] = decisions;
  if (decision?.refusal) {
    Database.afterRollback(() => Database.tx((next) => Notice.keep(next, notices)));
    throw decision.refusal;
  }
  await Database.together([
    () => moveCounts(tx, [{ subjects, month, waiting: 1, gpuMs, micros }]),
    () => Notice.keep(tx, notices),
  ]);
  return decision?.rows ?? [];
}
