export { countAsRunning, moveCounts, type CountChange } from "./move.ts";
export { correctQuotas } from "./reconcile.ts";
export { reserve, reserveWith, reservingStatement, type Reservation } from "./reserve.ts";
export { settle, type Settled } from "./settle.ts";
