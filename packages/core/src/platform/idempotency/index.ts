import { and, eq, lt, sql } from "drizzle-orm";
import * as z from "zod";
import * as Context from "../context.ts";
import * as Database from "../database/index.ts";
import { VisibleError } from "../error/index.ts";
import { seal, unseal, type SealKey } from "../seal.ts";
import { idempotency } from "../../schema/idempotency.sql.ts";

/** Keys are remembered for this long. */
export const REMEMBERED_DAYS = 7;

export const Key = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[\x21-\x7e]+$/, "printable ASCII without spaces");

const Answer = z.object({ status: z.int(), location: z.string().nullable(), body: z.unknown() });
export type Answer = z.infer<typeof Answer>;

/**
 * Runs `run` once for a key, in one transaction with all that it writes, and keeps its answer. The same key and request
 * find the kept answer; a second one that comes meanwhile waits for the first. 422 for another request.
 * @param run answers undefined when it was refused: then the caller must undo the transaction, key and all
 * @returns the answer of an earlier request; undefined when this one ran
 */
export const once = (
  key: string,
  requestSha256: string,
  run: () => Promise<Answer | undefined>,
): Promise<Answer | undefined> =>
  Database.tx(async (tx) => {
    const actorId = sender();
    const place = `${actorId} ${key}`;
    const seals: SealKey = { secret: Context.ports().leases.key, purpose: "idempotency" };
    const earlier = await claim(tx, key, requestSha256);
    if (earlier) {
      if (!earlier.sealedAnswer) throw reused();
      return Answer.parse(JSON.parse(unseal(earlier.sealedAnswer, place, seals)));
    }
    const answer = await run();
    if (answer)
      await tx
        .update(idempotency)
        .set({ sealedAnswer: seal(JSON.stringify(answer), place, seals) })
        .where(and(eq(idempotency.actorId, actorId), eq(idempotency.key, key)));
    return undefined;
  });

/** For a request that may run again as often as it likes: 422 when the key came before with another one. */
export const same = (key: string, requestSha256: string): Promise<void> =>
  Database.tx(async (tx) => {
    await claim(tx, key, requestSha256);
  });

/** Takes the key, or gives the row of who has taken it. */
async function claim(tx: Database.Tx, key: string, requestSha256: string) {
  const actorId = sender();
  const actor = Context.actor();
  const tenantId = actor.type === "operator" ? null : Context.tenantId();
  // Waits for a transaction that is inserting the same key, and finds nothing to insert when that one commits.
  const taken = await tx
    .insert(idempotency)
    .values({ actorId, key, tenantId, requestSha256 })
    .onConflictDoNothing()
    .returning({ key: idempotency.key });
  if (taken.length > 0) return undefined;
  const [earlier] = await tx
    .select()
    .from(idempotency)
    .where(and(eq(idempotency.actorId, actorId), eq(idempotency.key, key)));
  if (!earlier || earlier.requestSha256 !== requestSha256) throw reused();
  return earlier;
}

const reused = () => new VisibleError("idempotency_key_reused", "Use a new Idempotency-Key for a new request.");

function sender(): string {
  const actor = Context.actor();
  return actor.type === "operator" ? actor.operatorId : Context.member().memberId;
}

/**
 * Forgets what the studio's requests were and were answered: an answer may hold what is erased. Their keys stay, so that
 * a repeat is refused and makes nothing twice.
 */
export const forgetRequests = (tx: Database.Tx): Promise<unknown> =>
  tx
    .update(idempotency)
    .set({ requestSha256: "", sealedAnswer: null })
    // Not that of the request that asks for it, which has just begun.
    .where(
      and(
        eq(idempotency.tenantId, Context.tenantId()),
        lt(idempotency.createdAt, sql`now() - make_interval(secs => 0.001)`),
      ),
    );

/** Forgets old keys. Runs as the dispatch role. */
export const forget = (): Promise<unknown> =>
  Database.tx((tx) =>
    tx.delete(idempotency).where(lt(idempotency.createdAt, sql`now() - make_interval(days => ${REMEMBERED_DAYS})`)),
  );
