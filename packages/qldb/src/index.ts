export type { Connection } from "./client.ts";
export { qldbLedger, type QldbLedger } from "./ledger.ts";
export { check } from "./proof.ts";
