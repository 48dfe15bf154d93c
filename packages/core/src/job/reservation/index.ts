export { countAsRunning, moveCounts } from "./move.ts";
export { correctQuotas } from "./reconcile.ts";
export { decideReservations, type Decision, type Reservation } from "./decide.ts";
export { reserve } from "./reserve.ts";
export { settle } from "./settle.ts";
