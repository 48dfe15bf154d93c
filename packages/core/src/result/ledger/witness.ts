import { and, eq, inArray, isNull, max } from "drizzle-orm";
import { openCheckpoint, parseNote, formatSignature, toBase64 } from "@pegbar/verify";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import type { Witness } from "../../platform/port/index.ts";
import { parseConfiguredKeys } from "./keys.ts";
import { checkpoint, cosignature, log } from "../../schema/ledger.sql.ts";
import { proveConsistency } from "./tree.ts";

/** The newest signed head of the platform's log. */
interface Head {
  logId: number;
  origin: string;
  size: number;
  note: string;
}

/** Last error of each witness, so that it is not logged every second. */
const said = new WeakMap<Witness, string>();

/**
 * Asks each witness to cosign the newest head of the platform's log, and stores the cosignatures. A witness that fails
 * or refuses does not delay the others. Runs as the sequencer role.
 */
export async function cosign(witnesses: readonly Witness[]): Promise<void> {
  if (witnesses.length === 0) return;
  const head = await readNewestHead();
  if (head) await Promise.all(witnesses.map((witness) => askOne(witness, head)));
}

async function readNewestHead(): Promise<Head | undefined> {
  return Database.tx(async (tx) => {
    const [found] = await tx
      .select({ logId: log.id, origin: log.origin, size: log.signedSize, note: checkpoint.note })
      .from(log)
      .innerJoin(checkpoint, and(eq(checkpoint.logId, log.id), eq(checkpoint.size, log.signedSize)))
      .where(and(isNull(log.tenantId), eq(checkpoint.anchored, true)));
    return found;
  });
}

/** Why a head was not cosigned. It is logged as an error if the log may be the cause. */
interface Refusal {
  level: "warn" | "error";
  why: string;
}
const createUnavailable = (why: string): Refusal => ({ level: "warn", why });
const createForkRefusal = (why: string): Refusal => ({ level: "error", why: `${why}: the log may have two histories` });

async function askOne(witness: Witness, head: Head): Promise<void> {
  const refusal = await ask(witness, head).catch((error: unknown) =>
    createUnavailable(`it does not answer: ${error instanceof Error ? error.message : String(error)}`),
  );
  if (said.get(witness) === refusal?.why) return;
  const { log: write } = Context.getPorts();
  if (refusal) {
    said.set(witness, refusal.why);
    write(refusal.level, `a witness did not cosign: ${refusal.why}`, { witness: witness.url });
  } else {
    said.delete(witness);
    write("info", "a witness cosigns again", { witness: witness.url });
  }
}

/** Asks one witness to cosign the head. Returns undefined if it is cosigned, now or before. */
async function ask(witness: Witness, head: Head): Promise<Refusal | undefined> {
  const known = await readLastSize(witness, head.logId);
  if (known === head.size) return undefined;
  let answer = await add(witness, head, known);
  if (answer.status === 409) {
    const size = Number(answer.body.trim());
    if (!/^\d+\n$/.test(answer.body) || !Number.isSafeInteger(size))
      return createUnavailable("its 409 contains no size");
    if (size > head.size) return createForkRefusal(`it has seen ${size} records, the log has ${head.size}`);
    answer = await add(witness, head, size);
  }
  if (answer.status === 422) return createForkRefusal("it says that the log does not continue its last checkpoint");
  if (answer.status !== 200) return createUnavailable(`it answered ${answer.status}`);
  return keep(witness, head, answer.body);
}

/** The largest size that the witness has cosigned, as far as it is stored. */
async function readLastSize(witness: Witness, logId: number): Promise<number> {
  const [row] = await Database.tx((tx) =>
    tx
      .select({ size: max(cosignature.size) })
      .from(cosignature)
      .where(and(eq(cosignature.logId, logId), inArray(cosignature.witness, [...witness.keys]))),
  );
  return row?.size ?? 0;
}

/** One request of C2SP tlog-witness. */
async function add(witness: Witness, { logId, size, note }: Head, old: number) {
  const proof = await Database.tx((tx) => proveConsistency(tx, logId, old, size));
  return witness.addCheckpoint([`old ${old}`, ...proof.map(toBase64), "", note].join("\n"));
}

/** Stores the valid cosignatures. An invalid one under the witness's key invalidates all of them. */
async function keep(witness: Witness, { logId, size, note }: Head, lines: string): Promise<Refusal | undefined> {
  const keys = parseConfiguredKeys(witness.keys);
  const opened = openCheckpoint(note + lines, keys);
  if ("reason" in opened) return createUnavailable(`its cosignatures are invalid: ${opened.reason}`);
  const parsed = parseNote(note + lines);
  if ("reason" in parsed || opened.signedBy.length === 0)
    return createUnavailable("its response has no cosignature by its keys");
  const rows = opened.signedBy.flatMap(({ key }) => {
    const found = parsed.signatures.find(
      ({ name, id }) => name === key.name && Buffer.from(id).equals(Buffer.from(key.id)),
    );
    const verifier = witness.keys[keys.indexOf(key)];
    return found && verifier !== undefined
      ? [{ logId, size, witness: verifier, line: formatSignature(key, found.bytes) }]
      : [];
  });
  await Database.tx((tx) => tx.insert(cosignature).values(rows).onConflictDoNothing());
  return undefined;
}
