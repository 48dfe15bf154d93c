import { asc, eq, lt } from "drizzle-orm";
import * as Context from "../../platform/context.ts";
import type { RegisterRequest, ReportRequest, WorkerAnswer } from "../../contract/index.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError, VisibleError } from "../../platform/error/index.ts";
import * as Image from "../../catalog/image/index.ts";
import { worker } from "../../schema/fleet.sql.ts";

/** A worker that has said nothing for so long does not count as one that could take a job. */
export const HEARD_SECONDS = 60;
/** A worker that has said nothing for so long is forgotten. */
const FORGET_SECONDS = 3600;
/** Names of nodes told in a reason. */
const TOLD = 5;

/** A worker's ComfyUI has come up: keeps who it is, and says whether it may take jobs. Runs as the dispatch role. */
export async function register({ workerId: id, nodes, ...facts }: RegisterRequest): Promise<WorkerAnswer> {
  const unfit = await findMisfit(facts.objectInfoDigest, nodes);
  const now = Context.ports().clock.now();
  const row = { ...facts, nodes: nodes.length, unfit, registeredAt: now, seenAt: now };
  await Database.tx((tx) =>
    tx
      .insert(worker)
      .values({ id, ...row })
      .onConflictDoUpdate({ target: worker.id, set: row }),
  );
  if (unfit !== null) Context.ports().log("error", "a worker takes no job", { workerId: id, reason: unfit });
  return answer(unfit);
}

/**
 * Keeps how a worker is. The image that is expected may have changed since it registered: it is judged again.
 * @throws not_found for a worker that must register
 */
export async function report(id: string, { state, loadedModels, restarts }: ReportRequest): Promise<WorkerAnswer> {
  const seenAt = Context.ports().clock.now();
  const [row] = await Database.tx((tx) =>
    tx
      .update(worker)
      .set({ state, loadedModels, restarts, seenAt })
      .where(eq(worker.id, id))
      .returning({ digest: worker.objectInfoDigest, unfit: worker.unfit }),
  );
  if (!row) throw createNotFoundError("worker", id);
  const isExpected = row.digest === (await Image.getCurrent()).digest;
  // What it lacks is only known at registration: it registers again.
  if (isExpected !== (row.unfit === null)) throw createNotFoundError("worker", id);
  return answer(row.unfit);
}

export const leave = (id: string) => Database.tx((tx) => tx.delete(worker).where(eq(worker.id, id)));

export const listWorkers = () =>
  Database.tx((tx) => tx.select().from(worker).orderBy(asc(worker.class), asc(worker.id)));

/** Forgets workers that ended without a word. Runs as the dispatch role. */
export const forgetWorkers = () => {
  const before = new Date(Context.ports().clock.now().getTime() - FORGET_SECONDS * 1000);
  return Database.tx((tx) => tx.delete(worker).where(lt(worker.seenAt, before)));
};

/** No job for nodes that its graph was not checked against. */
export async function assertExpected(objectInfoDigest: string): Promise<void> {
  if (objectInfoDigest === (await Image.getCurrent()).digest) return;
  throw new VisibleError("image_mismatch", "Register again: the platform expects another image than this worker's.");
}

const answer = (unfit: string | null): WorkerAnswer => (unfit === null ? { fit: true } : { fit: false, reason: unfit });

/** Why a worker with these nodes gets no job; null if it does. */
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
    ...(more.length > 0 ? [`it has ${formatNames(more)} besides`] : []),
    ...(lacks.length + more.length === 0 ? ["some take other inputs"] : []),
  ];
  return `Its nodes are not those of the expected image: ${how.join("; ")}. Start it from the expected image, or register the new one.`;
}
