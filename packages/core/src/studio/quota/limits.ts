import * as z from "zod";
import type { quota } from "../../schema/quota.sql.ts";

const MICROS = 1_000_000;
const SECONDS_A_MONTH = 31 * 24 * 3600;
/** More GPUs than any fleet has. A larger number is probably in another unit. */
const MANY_GPUS = 10_000;

const createLimitSchema = (schema: z.ZodNumber) => schema.nullable().optional();

/** Common names in other units, and what to send instead. */
const otherUnits: Record<string, string> = {
  storageGb: "Send storageBytes: gigabytes × 1000000000.",
  storageGB: "Send storageBytes: gigabytes × 1000000000.",
  storageMb: "Send storageBytes: megabytes × 1000000.",
  storageMB: "Send storageBytes: megabytes × 1000000.",
  storageTb: "Send storageBytes: terabytes × 1000000000000.",
  storageTB: "Send storageBytes: terabytes × 1000000000000.",
  gpuHoursPerMonth: "Send gpuSecondsPerMonth: hours × 3600.",
  gpuMinutesPerMonth: "Send gpuSecondsPerMonth: minutes × 60.",
  gpuMsPerMonth: "Send gpuSecondsPerMonth: milliseconds ÷ 1000.",
  centsPerMonth: "Send dollarsPerMonth: cents ÷ 100.",
  eurosPerMonth: "Send dollarsPerMonth; amounts are US dollars.",
};

const shape = z.strictObject({
  /** Running jobs. */
  runningJobs: createLimitSchema(z.int().min(0).max(100_000)),
  /** Queued and held jobs. */
  waitingJobs: createLimitSchema(z.int().min(0).max(10_000_000)),
  gpuSecondsPerMonth: createLimitSchema(
    z
      .number()
      .min(0)
      .max(SECONDS_A_MONTH * MANY_GPUS),
  ),
  /** US dollars, in multiples of a millionth. */
  dollarsPerMonth: createLimitSchema(z.number().min(0).max(100_000_000)),
  storageBytes: createLimitSchema(z.int().min(0).max(Number.MAX_SAFE_INTEGER)),
});

/** Refuses fields in other units with the name of the right one. */
const refuseOtherUnits = z.unknown().superRefine((value, issues) => {
  if (typeof value !== "object" || value === null) return;
  for (const [name, remedy] of Object.entries(otherUnits)) {
    if (Object.hasOwn(value, name)) issues.addIssue({ code: "custom", path: [name], message: remedy });
  }
  for (const [name, given] of Object.entries(value)) {
    if (Object.hasOwn(shape.shape, name) && typeof given === "string")
      issues.addIssue({
        code: "custom",
        path: [name],
        message: `Send a bare number; the unit is in the name ${name}.`,
      });
  }
});

/**
 * A change of limits: omitted fields stay, null removes a limit. A field in another unit is refused, and the error
 * names the right one.
 */
export const Limits = refuseOtherUnits.pipe(shape).meta({ id: "QuotaLimits" });
export type Limits = z.output<typeof shape>;

const changeShape = shape.extend({
  /** Of a member in the fair share among the studio's members. */
  weight: z.int().min(1).max(10_000).optional(),
});

/** A change of a quota: its limits, and a member's weight. */
export const QuotaChange = refuseOtherUnits.pipe(changeShape).meta({ id: "QuotaChange" });
export type QuotaChange = z.output<typeof changeShape>;

type Row = typeof quota.$inferSelect;
type Columns = Pick<Row, "runningLimit" | "waitingLimit" | "gpuMsLimit" | "microsLimit" | "storageLimit">;

/** Converts limits to columns. Omitted ones are left out. */
export function toColumns(given: Limits): Partial<Columns> {
  const scale = (value: number | null, factor: number) => (value === null ? null : Math.round(value * factor));
  return {
    ...(given.runningJobs === undefined ? {} : { runningLimit: given.runningJobs }),
    ...(given.waitingJobs === undefined ? {} : { waitingLimit: given.waitingJobs }),
    ...(given.gpuSecondsPerMonth === undefined ? {} : { gpuMsLimit: scale(given.gpuSecondsPerMonth, 1000) }),
    ...(given.dollarsPerMonth === undefined ? {} : { microsLimit: scale(given.dollarsPerMonth, MICROS) }),
    ...(given.storageBytes === undefined ? {} : { storageLimit: given.storageBytes }),
  };
}

/** Converts limits to the units of the API. */
export const readLimits = (row: Columns): { [Name in keyof Limits]-?: number | null } => ({
  runningJobs: row.runningLimit,
  waitingJobs: row.waitingLimit,
  gpuSecondsPerMonth: row.gpuMsLimit === null ? null : row.gpuMsLimit / 1000,
  dollarsPerMonth: row.microsLimit === null ? null : row.microsLimit / MICROS,
  storageBytes: row.storageLimit,
});
