export { countAsRunning, moveCounts } from "./move.ts";
export { correctQuotas } from "./reconcile.ts";
export { reserve, reserveWith, buildReserveStatement, type Reservation } from "./reserve.ts";
export { settle } from "./settle.ts";
