import { and, eq, lt } from "drizzle-orm";
import {
  formatCheckpoint,
  encodeCosignedTree,
  formatSignature,
  formatNote,
  prependTime,
  encodeUtf8,
  createVerifierKey,
  type Checkpoint,
} from "@pegbar/verify";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import type { Anchors, Signer } from "../../platform/port/index.ts";
import { anchor, assertNewest } from "./anchor.ts";
import { computeRoot } from "./append.ts";
import { checkpoint, log } from "../../schema/ledger.sql.ts";
import { splitHashes } from "./tree.ts";

/** What signs and stores heads. */
export interface Sealing {
  signer: Signer;
  anchors: Anchors;
}

/** The keys could not be used: the log grows, and nothing of it is published until they can. */
export class SigningFailed extends Error {
  constructor(origin: string, cause: unknown) {
    super(`${origin}: the checkpoint could not be signed: ${String(cause)}`, { cause });
    this.name = "SigningFailed";
  }
}

/** Signs a checkpoint with both keys, each under the origin of the log, as C2SP clients expect. */
async function signNote(head: Checkpoint, { name, ed25519, mldsa44 }: Signer): Promise<string> {
  if (head.origin !== name && !head.origin.startsWith(`${name}/`)) throw new Error("the log is another signer's");
  const text = formatCheckpoint(head);
  const time = Math.floor(Context.getPorts().clock.now().getTime() / 1000);
  const [plain, quantum] = await Promise.all([
    ed25519.sign(encodeUtf8(text)),
    mldsa44.sign(encodeCosignedTree(head.origin, time, head)),
  ]).catch((cause: unknown) => {
    throw new SigningFailed(head.origin, cause);
  });
  return formatNote(text, [
    formatSignature(createVerifierKey(head.origin, "ed25519", ed25519.publicKey), plain),
    formatSignature(
      createVerifierKey(head.origin, "mldsa44-cosignature", mldsa44.publicKey),
      prependTime(time, quantum),
    ),
  ]);
}

/**
 * Signs and anchors the head of a log if it has grown, outside of a transaction. If the process dies in between, the
 * next one signs the same size and root again. Returns the checkpoint, or undefined if the log has not grown.
 */
export async function sign(
  within: <T>(cb: (tx: Database.Tx) => Promise<T>) => Promise<T>,
  logId: number,
  { signer, anchors }: Sealing,
): Promise<Checkpoint | undefined> {
  const [row] = await within((tx) => tx.select().from(log).where(eq(log.id, logId)));
  if (!row || row.signedSize === row.size) return undefined;
  const { origin, size, signedSize, tenantId } = row;
  await assertNewest(anchors, origin, signedSize, (at) =>
    within(async (tx) => {
      const [found] = await tx
        .select({ root: checkpoint.root })
        .from(checkpoint)
        .where(and(eq(checkpoint.logId, logId), eq(checkpoint.size, at)));
      return found && new Uint8Array(found.root);
    }),
  );
  const head = { origin, size, root: computeRoot({ id: logId, size, peaks: splitHashes(row.peaks) }) };
  const made = await signNote(head, signer);
  const note = await within(async (tx) => {
    await tx.insert(checkpoint).values({ logId, tenantId, size, root: head.root, note: made }).onConflictDoNothing();
    const [kept] = await tx
      .select({ root: checkpoint.root, note: checkpoint.note })
      .from(checkpoint)
      .where(and(eq(checkpoint.logId, logId), eq(checkpoint.size, size)));
    if (!kept || !Buffer.from(kept.root).equals(head.root)) throw new Error(`${origin} has two roots at ${size}`);
    return kept.note;
  });
  await anchor(anchors, head, note);
  await within(async (tx) => {
    await tx
      .update(checkpoint)
      .set({ anchored: true })
      .where(and(eq(checkpoint.logId, logId), eq(checkpoint.size, size)));
    await tx
      .update(log)
      .set({ signedSize: size })
      .where(and(eq(log.id, logId), lt(log.signedSize, size)));
  });
  return head;
}
