import { and, eq, lt, sql } from "drizzle-orm";
import * as z from "zod";
import * as Context from "../context.ts";
import * as Database from "../database/index.ts";
import { VisibleError } from "../error/index.ts";
import { seal, unseal, type SealKey } from "../seal.ts";
import { idempotency } from "../../schema/idempotency.sql.ts";

/** Days after which a key may be used for another request. */
export const REMEMBERED_DAYS = 7;

export const Key = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[\x21-\x7e]+$/, "printable ASCII without spaces");

const Answer = z.object({ status: z.int(), location: z.string().nullable(), body: z.unknown() });
export type Answer = z.infer<typeof Answer>;

/**
 * Runs `run` once per key, in one transaction with everything that it writes, and stores its answer. The same key with
 * the same request returns the stored answer; a concurrent one waits for the first.
 * @param run returns undefined if the request was refused: the caller must roll back the transaction, including the key
 * @returns the answer of an earlier request; undefined if this one ran
 * @throws idempotency_key_reused for the same key with another request
 */
export const runOnce = (
  key: string,
  requestSha256: string,
  run: () => Promise<Answer | undefined>,
): Promise<Answer | undefined> =>
  Database.tx(async (tx) => {
    const actorId = getSenderId();
    const place = `${actorId} ${key}`;
    const encryption: SealKey = { secret: Context.getPorts().idempotencyKey, purpose: "idempotency" };
    const earlier = await claim(tx, key, requestSha256);
    if (earlier) {
      const answer = earlier.sealedAnswer && readAnswer(earlier.sealedAnswer, place, encryption);
      if (!answer) throw createKeyReusedError();
      return answer;
    }
    const answer = await run();
    if (answer)
      await tx
        .update(idempotency)
        .set({ sealedAnswer: seal(JSON.stringify(answer), place, encryption) })
        .where(and(eq(idempotency.actorId, actorId), eq(idempotency.key, key)));
    return undefined;
  });

/** Undefined for an answer that was encrypted under another key: its request is not repeated, as if it had been erased. */
function readAnswer(sealed: Uint8Array, place: string, encryption: SealKey): Answer | undefined {
  try {
    return Answer.parse(JSON.parse(unseal(sealed, place, encryption)));
  } catch (error) {
    Context.getPorts().log("warn", "a stored answer cannot be decrypted", { error });
    return undefined;
  }
}

/**
 * For a request that finds by itself what it has created before.
 * @throws idempotency_key_reused if the key was used with another request
 */
export const assertSameRequest = (key: string, requestSha256: string): Promise<void> =>
  Database.tx(async (tx) => {
    await claim(tx, key, requestSha256);
  });

/** Inserts the key, or returns the row of the request that has inserted it. */
async function claim(tx: Database.Tx, key: string, requestSha256: string) {
  const actorId = getSenderId();
  const actor = Context.getActor();
  const tenantId = actor.type === "operator" ? null : Context.getTenantId();
  // Waits for a transaction that is inserting the same key, and inserts nothing once that one has committed.
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
  if (!earlier || earlier.requestSha256 !== requestSha256) throw createKeyReusedError();
  return earlier;
}

export const createKeyReusedError = () =>
  new VisibleError("idempotency_key_reused", "Use a new Idempotency-Key for a new request.");

function getSenderId(): string {
  const actor = Context.getActor();
  return actor.type === "operator" ? actor.operatorId : Context.getMember().memberId;
}

/**
 * Deletes the studio's stored requests and answers, which may contain what is erased. The keys stay, so that a repeated
 * request is refused and creates nothing twice.
 */
export const forgetRequests = (tx: Database.Tx): Promise<unknown> =>
  tx
    .update(idempotency)
    .set({ requestSha256: "", sealedAnswer: null })
    // Except the request that is running.
    .where(
      and(
        eq(idempotency.tenantId, Context.getTenantId()),
        lt(idempotency.createdAt, sql`now() - make_interval(secs => 0.001)`),
      ),
    );

/** Deletes expired keys. Runs as the dispatch role. */
export const forget = (): Promise<unknown> =>
  Database.tx((tx) =>
    tx.delete(idempotency).where(lt(idempotency.createdAt, sql`now() - make_interval(days => ${REMEMBERED_DAYS})`)),
  );
