import type { Quota } from "./meters.ts";

const DAY_MS = 86_400_000;

/** Projects a quota's usage to the end of its month. */
interface Projection {
  /** Usage at the end of the month if it continues at the same rate; undefined on the first day. */
  projectMonthEnd: (used: number) => number | undefined;
  /** When the limit will be reached, in milliseconds since 1970; undefined if not within this month. */
  findFullTime: (used: number, limit: number) => number | undefined;
}

export function createProjection({ month, renewsAt }: Pick<Quota, "month" | "renewsAt">, now: number): Projection {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const days = new Date(Date.UTC(year, number, 0)).getUTCDate();
  const end = Date.parse(renewsAt);
  const start = end - days * DAY_MS;
  const elapsed = Math.min(Math.max(0, now - start), end - start);
  const isFirstDay = elapsed < DAY_MS;
  return {
    projectMonthEnd: (used) => (isFirstDay ? undefined : (used * (end - start)) / elapsed),
    findFullTime: (used, limit) => {
      if (isFirstDay || used === 0) return undefined;
      const at = start + (elapsed * limit) / used;
      return at > now && at < end ? at : undefined;
    },
  };
}
