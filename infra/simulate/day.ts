/** Deterministic random numbers: Mulberry32, public domain. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Requests of artists per hour, by the hour of a working day. None from 20 to 8. */
const BUSY = [0, 0, 0, 0, 0, 0, 0, 0, 6, 14, 22, 26, 12, 20, 28, 30, 26, 18, 9, 4, 0, 0, 0, 0];
/** A frame range that is submitted in the evening: number of frames, and hour. */
const NIGHT = { hour: 18.5, frames: 400 };

/** A request: its time in seconds since midnight, and whether it is a frame of the night's batch. */
export interface Request {
  at: number;
  batch: boolean;
}

/** A day of one studio: single pictures, and one batch for the night. */
export function simulateDay(artists: number, seed: number): Request[] {
  const next = createRandom(seed);
  const found: Request[] = [];
  for (const [hour, rate] of BUSY.entries()) {
    if (rate === 0) continue;
    // A Poisson process in each hour.
    const perSecond = (rate * artists) / 10 / 3600;
    for (
      let at = hour * 3600 - Math.log(1 - next()) / perSecond;
      at < (hour + 1) * 3600;
      at -= Math.log(1 - next()) / perSecond
    )
      found.push({ at, batch: false });
  }
  for (let frame = 0; frame < NIGHT.frames; frame++) found.push({ at: NIGHT.hour * 3600 + frame * 0.01, batch: true });
  return found.toSorted((a, b) => a.at - b.at);
}
