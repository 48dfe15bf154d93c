import { createHash } from "node:crypto";
import { count, lt } from "drizzle-orm";
import { canonicalBytes } from "@pegbar/verify";
import * as Context from "../context.ts";
import * as Database from "../database/index.ts";
import { intent } from "./ledger.sql.ts";
import { INTENT_TOPIC } from "./topic.ts";

export { certificate, credentialedId } from "./certificate.ts";
export { intend } from "./intend.ts";
export { leafOf, type Leaf } from "./leaf.ts";
export { shotCertificate } from "./shot.ts";
export { countDisclosed, destroy, disclosures } from "./subject.ts";
export { INTENT_TOPIC } from "./topic.ts";
export { subjectKinds, type Event, type SubjectKind } from "./record/index.ts";

export const hashOf = (value: unknown): string => createHash("sha256").update(canonicalBytes(value)).digest("hex");

/** How many records have waited for the sequencer for longer than that; wakes it if there are any. Runs as the platform. */
export const late = (seconds: number): Promise<number> =>
  Database.tx(async (tx) => {
    const before = new Date(Context.ports().clock.now().getTime() - seconds * 1000);
    const [row] = await tx.select({ n: count() }).from(intent).where(lt(intent.createdAt, before));
    const waiting = row?.n ?? 0;
    if (waiting > 0) await Database.signal(tx, INTENT_TOPIC);
    return waiting;
  });
