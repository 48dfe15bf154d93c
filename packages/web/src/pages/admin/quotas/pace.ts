import type { Quota } from "./meters.ts";

const DAY_MS = 86_400_000;

/** Where in its month a quota stands. */
export interface Pace {
  /** What a month's use will be at its end when it goes on as until now; undefined on the first day, which says too little. */
  projected: (used: number) => number | undefined;
  /** When something will have been used up at that pace; undefined when not within this month. */
  fullAt: (used: number, limit: number) => number | undefined;
}

export function paceOf({ month, renewsAt }: Pick<Quota, "month" | "renewsAt">, now: number): Pace {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const days = new Date(Date.UTC(year, number, 0)).getUTCDate();
  const end = Date.parse(renewsAt);
  const begin = end - days * DAY_MS;
  const gone = Math.min(Math.max(0, now - begin), end - begin);
  const early = gone < DAY_MS;
  return {
    projected: (used) => (early ? undefined : (used * (end - begin)) / gone),
    fullAt: (used, limit) => {
      if (early || used === 0) return undefined;
      const at = begin + (gone * limit) / used;
      return at > now && at < end ? at : undefined;
    },
  };
}
