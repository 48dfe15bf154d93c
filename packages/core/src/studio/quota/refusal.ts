import { VisibleError, type ProblemDetail } from "../../platform/error/index.ts";
import { toDollars } from "../../platform/money.ts";
import type { QuotaRow } from "./lock.ts";

/** What a request needs of each meter. */
export interface Need {
  waiting?: number;
  gpuMs?: number;
  micros?: number;
  storageBytes?: number;
}

export type Meter = "waitingJobs" | "gpuSecondsPerMonth" | "dollarsPerMonth" | "storageBytes";

/** A limit that a request would exceed, in the units of the API. */
export interface Shortage {
  scope: QuotaRow["scope"];
  subjectId: string;
  meter: Meter;
  limit: number;
  used: number;
  reserved: number;
  needed: number;
}

/** Finds every limit that a request would exceed. */
export function findShortages(rows: readonly QuotaRow[], need: Need): Shortage[] {
  return rows.flatMap((row) => {
    const addShortage = (
      meter: Meter,
      limit: number | null,
      used: number,
      reserved: number,
      needed: number | undefined,
      unit = 1,
    ) =>
      limit === null || needed === undefined || used + reserved + needed <= limit
        ? []
        : [
            {
              scope: row.scope,
              subjectId: row.subject_id,
              meter,
              limit: limit / unit,
              used: used / unit,
              reserved: reserved / unit,
              needed: needed / unit,
            },
          ];
    return [
      ...addShortage("waitingJobs", row.waiting_limit, row.waiting, 0, need.waiting),
      ...addShortage("gpuSecondsPerMonth", row.gpu_ms_limit, row.used_gpu_ms, row.reserved_gpu_ms, need.gpuMs, 1000),
      ...addShortage("dollarsPerMonth", row.micros_limit, row.used_micros, row.reserved_micros, need.micros, 1e6),
      ...addShortage("storageBytes", row.storage_limit, row.storage_bytes, 0, need.storageBytes),
    ];
  });
}

const owners = { tenant: "The studio", show: "The show", member: "You" } as const;
const possessive = { tenant: "the studio's", show: "the show's", member: "your" } as const;

/** Creates the 409 that names each limit, its use and reservations, what the request needs, and when the limit renews. */
export function createQuotaExceededError(found: readonly Shortage[], renewsAt: Date): VisibleError {
  const errors = found.map((one): ProblemDetail => describe(one, renewsAt));
  const monthly = found.every(({ meter }) => meter === "gpuSecondsPerMonth" || meter === "dollarsPerMonth");
  const [first] = errors;
  return new VisibleError("quota_exceeded", first ? `${first.message}. ${first.remedy}` : "A limit has been reached.", {
    errors,
    quota: found.map((one) => ({ ...one, renewsAt: isMonthly(one.meter) ? renewsAt.toISOString() : null })),
    ...(monthly ? {} : { retryAfterSeconds: 30 }),
  });
}

const isMonthly = (meter: Meter): boolean => meter === "gpuSecondsPerMonth" || meter === "dollarsPerMonth";

function describe({ scope, meter, limit, used, reserved, needed }: Shortage, renewsAt: Date): ProblemDetail {
  const ask = "ask an admin to raise the limit";
  const when = `on ${renewsAt.toISOString()}`;
  switch (meter) {
    case "waitingJobs":
      return {
        code: "waiting_jobs_exceeded",
        message: `${owners[scope]} can have ${limit} queued ${limit === 1 ? "job" : "jobs"}, and ${used} ${used === 1 ? "is" : "are"} queued; this request adds ${needed}`,
        remedy: `Wait until some start, cancel some, or ${ask}.`,
      };
    case "gpuSecondsPerMonth":
      return {
        code: "gpu_seconds_exceeded",
        message: `Of ${possessive[scope]} ${limit} GPU-seconds this month, ${formatSeconds(used)} are used and ${formatSeconds(reserved)} reserved; this request may need ${formatSeconds(needed)}`,
        remedy: `The limit renews ${when}. Until then cancel queued jobs, choose a smaller size, or ${ask}.`,
      };
    case "dollarsPerMonth":
      return {
        code: "dollars_exceeded",
        message: `Of ${possessive[scope]} ${formatMoney(limit)} this month, ${formatMoney(used)} are used and ${formatMoney(reserved)} reserved; this request may cost ${formatMoney(needed)}`,
        remedy: `The limit renews ${when}. Until then cancel queued jobs, choose a smaller size, or ${ask}.`,
      };
    case "storageBytes":
      return {
        code: "storage_exceeded",
        message: `Of ${possessive[scope]} ${limit} bytes, ${used} are used; this request needs ${needed}`,
        remedy: `Storage limits do not renew: ${ask}.`,
      };
  }
}

const formatSeconds = (value: number) => `${Number(value.toFixed(1))}`;
/** Formats US dollars with cents, or with four decimals below one dollar. */
export const formatMoney = (value: number) => `$${toDollars(Math.round(value * 1e6)).toFixed(value < 1 ? 4 : 2)}`;
