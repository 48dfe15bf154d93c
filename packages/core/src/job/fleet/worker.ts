import { asc, eq, lt } from "drizzle-orm";
import * as Context from "../../platform/context.ts";
import type { RegisterRequest, ReportRequest, WorkerAnswer } from "../../contract/index.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError, VisibleError } from "../../platform/error/index.ts";
import * as Image from "../../catalog/image/index.ts";
import { worker } from "../../schema/fleet.sql.ts";

/** Seconds without a report after which a worker no longer counts as available. */
export const HEARD_SECONDS = 60;
/** Seconds without a report after which a worker is deleted. */
const FORGET_SECONDS = 3600;
/** Maximum number of node names in a reason. */
const TOLD = 5;

/** Registers a worker whose ComfyUI has started, and says whether it may take jobs. Runs as the dispatch role. */
export async function register({ workerId: id, nodes, software, ...facts }: RegisterRequest): Promise<WorkerAnswer> {
  const unfit = await findMisfit(facts.objectInfoDigest, nodes);
  const now = Context.getPorts().clock.now();
  const row = { ...facts, software: software ?? null, nodes: nodes.length, unfit, registeredAt: now, seenAt: now };
  await Database.tx((tx) =>
    tx
      .insert(worker)
      .values({ id, ...row })
      .onConflictDoUpdate({ target: worker.id, set: row }),
  );
  if (unfit !== null) Context.getPorts().log("error", "a worker cannot take jobs", { workerId: id, reason: unfit });
  return answer(unfit);
}

/**
 * Stores a worker's report, and checks its image again, since the expected image may have changed after the
 * registration.
 * @throws not_found if the worker must register again
 */
export async function report(id: string, { state, loadedModels, restarts }: ReportRequest): Promise<WorkerAnswer> {
  const seenAt = Context.getPorts().clock.now();
  const [row] = await Database.tx((tx) =>
    tx
      .update(worker)
      .set({ state, loadedModels, restarts, seenAt })
      .where(eq(worker.id, id))
      .returning({ digest: worker.objectInfoDigest, unfit: worker.unfit }),
  );
  if (!row) throw createNotFoundError("worker", id);
  const isExpected = row.digest === (await Image.getCurrent()).digest;
  // The registration compares the nodes, so the worker must register again.
  if (isExpected !== (row.unfit === null)) throw createNotFoundError("worker", id);
  return answer(row.unfit);
}

export const leave = (id: string) => Database.tx((tx) => tx.delete(worker).where(eq(worker.id, id)));

export const listWorkers = () =>
  Database.tx((tx) => tx.select().from(worker).orderBy(asc(worker.class), asc(worker.id)));

/** Deletes workers that stopped without unregistering. Runs as the dispatch role. */
export const forgetWorkers = () => {
  const before = new Date(Context.getPorts().clock.now().getTime() - FORGET_SECONDS * 1000);
  return Database.tx((tx) => tx.delete(worker).where(lt(worker.seenAt, before)));
};

/** Throws `image_mismatch` for a worker whose nodes differ from those that graphs are checked against. */
export async function assertExpected(objectInfoDigest: string): Promise<void> {
  if (objectInfoDigest === (await Image.getCurrent()).digest) return;
  throw new VisibleError("image_mismatch", "Register again: the platform expects another image than this worker's.");
}

const answer = (unfit: string | null): WorkerAnswer => (unfit === null ? { fit: true } : { fit: false, reason: unfit });

/** Why a worker with these nodes gets no job; null if it may take jobs. */
async function findMisfit(digest: string, nodes: readonly string[]): Promise<string | null> {
  const expected = await Image.getCurrent();
  if (digest === expected.digest) return null;
  const here = new Set(nodes);
  const lacks = [...expected.objectInfo.keys()].filter((name) => !here.has(name));
  const more = nodes.filter((name) => !expected.objectInfo.has(name));
  const formatNames = (names: readonly string[]) =>
    names.length > TOLD ? `${names.slice(0, TOLD).join(", ")} and ${names.length - TOLD} more` : names.join(", ");
  const how = [
    ...(lacks.length > 0 ? [`it lacks ${formatNames(lacks)}`] : []),
    ...(more.length > 0 ? [`it also has ${formatNames(more)}`] : []),
    ...(lacks.length + more.length === 0 ? ["some have other inputs"] : []),
  ];
  return `Its nodes differ from those of the expected image: ${how.join("; ")}. Start it from the expected image, or register the new one.`;
}
