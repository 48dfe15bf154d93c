const MS_PER_HOUR = 3_600_000;

/** Price of GPU time in millionths of a dollar, rounded to the nearest. */
export const computePrice = (gpuMs: number, microsPerHour: number): number =>
  Math.round((gpuMs * microsPerHour) / MS_PER_HOUR);

/** The same, rounded up, because a reservation must cover what may be charged. */
export const computeReservation = (gpuMs: number, microsPerHour: number): number =>
  Math.ceil((gpuMs * microsPerHour) / MS_PER_HOUR);

/** GPU time that an amount pays for, in milliseconds, rounded down. */
export const computeTime = (micros: number, microsPerHour: number): number =>
  microsPerHour === 0 ? Number.MAX_SAFE_INTEGER : Math.max(0, Math.floor(((micros - 1) * MS_PER_HOUR) / microsPerHour));

export const toDollars = (micros: number): number => micros / 1_000_000;
