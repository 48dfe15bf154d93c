export type { Connection } from "./client.ts";
export { createQldbLedger, type QldbLedger } from "./ledger.ts";
export { check } from "./proof.ts";
