import { and, count, eq, inArray, notInArray, or, sql } from "drizzle-orm";
import * as Context from "../../platform/context.ts";
import type * as Database from "../../platform/database/index.ts";
import { createNotFoundError, VisibleError } from "../../platform/error/index.ts";
import { asset } from "../../schema/asset.sql.ts";
import { input } from "../../schema/input.sql.ts";
import { job, jobInput } from "../../schema/job.sql.ts";
import { member } from "../../schema/member.sql.ts";
import * as Record from "../../platform/record/index.ts";

export type InputRow = typeof input.$inferSelect;

interface Target {
  type: "member" | "input";
  id: string;
  kinds: Record.SubjectKind[];
  /** Subjects whose keys are destroyed. */
  subjects: Record.Subject[];
}

/** Everything that an erasure changes, with locked rows. */
export interface Survey {
  target: Target;
  /** Jobs whose graph and parameters are erased. */
  jobIds: string[];
  inputs: InputRow[];
}

interface Asked {
  memberId?: string | undefined;
  inputId?: string | undefined;
  kinds?: Record.SubjectKind[] | undefined;
}

const ENDED = ["succeeded", "failed", "cancelled"] as const;

/**
 * Finds and locks what an erasure changes.
 * @throws conflict while something still needs it
 */
export async function findErasable(tx: Database.Tx, { memberId, inputId, kinds = ["input"] }: Asked): Promise<Survey> {
  if (memberId === undefined) {
    const inputs = await tx
      .select()
      .from(input)
      .where(eq(input.id, inputId ?? ""))
      .for("no key update");
    const [found] = inputs;
    if (!found) throw createNotFoundError("input", inputId ?? "");
    if (found.status === "erased") throw new VisibleError("conflict", "This input has been erased already.");
    await assertUnused(tx, inputs);
    return {
      target: { type: "input", id: found.id, kinds: ["input"], subjects: listSubjects(inputs) },
      jobIds: [],
      inputs,
    };
  }
  await assertMember(tx, memberId, kinds);
  const wanted = [...new Set(kinds)].toSorted();
  const inputs = wanted.includes("input") ? await listUploadedBy(tx, memberId) : [];
  await assertUnused(tx, inputs);
  const jobs = wanted.includes("prompts")
    ? await tx.select({ id: job.id }).from(job).where(eq(job.memberId, memberId)).orderBy(job.id)
    : [];
  const own = wanted.filter((kind) => kind !== "input").map((kind) => ({ subjectId: memberId, kind }));
  const target = { type: "member" as const, id: memberId, kinds: wanted, subjects: [...own, ...listSubjects(inputs)] };
  return { target, jobIds: jobs.map(({ id }) => id), inputs };
}

/** Number of results that the jobs made, or that were made directly from the inputs. They stay. */
export async function countResults(tx: Database.Tx, { jobIds, inputs }: Survey): Promise<number> {
  // One parameter each, because a statement has at most 65,535.
  const jobs = sql.param(jobIds);
  const inputIds = sql.param(inputs.map(({ id }) => id));
  const readers = tx
    .select({ id: jobInput.jobId })
    .from(jobInput)
    .where(sql`${jobInput.inputId} = any(${inputIds}::text[])`);
  const [found] = await tx
    .select({ n: count() })
    .from(asset)
    .where(or(sql`${asset.jobId} = any(${jobs}::text[])`, inArray(asset.jobId, readers)));
  return found?.n ?? 0;
}

const listSubjects = (inputs: readonly InputRow[]): Record.Subject[] =>
  inputs.map(({ id }) => ({ subjectId: id, kind: "input" as const }));

const listUploadedBy = (tx: Database.Tx, memberId: string): Promise<InputRow[]> =>
  tx
    .select()
    .from(input)
    .where(and(eq(input.createdBy, memberId), notInArray(input.status, ["erased"])))
    .orderBy(input.id)
    .for("no key update");

async function assertMember(tx: Database.Tx, id: string, kinds: readonly Record.SubjectKind[]): Promise<void> {
  const [found] = await tx.select().from(member).where(eq(member.id, id)).for("no key update");
  if (!found) throw createNotFoundError("member", id);
  if (kinds.includes("identity")) {
    if (id === Context.getMember().memberId)
      throw new VisibleError(
        "conflict",
        "You can't erase your own identity, because the log names who did it. Ask another admin.",
      );
    if (found.erasedAt) throw new VisibleError("conflict", "This member's identity has been erased already.");
    if (found.status === "active" || found.status === "invited")
      throw new VisibleError(
        "conflict",
        `${found.name} is still a member. End the membership first (DELETE /v1/members/${id}).`,
      );
  }
  if (!kinds.some((kind) => kind !== "input")) return;
  const [open] = await tx
    .select({ n: count() })
    .from(job)
    .where(and(eq(job.memberId, id), notInArray(job.state, [...ENDED])));
  if (open && open.n > 0)
    throw new VisibleError(
      "conflict",
      `Jobs of this member have not ended: ${open.n}. Cancel them or wait, then erase.`,
    );
}

async function assertUnused(tx: Database.Tx, inputs: readonly InputRow[]): Promise<void> {
  const checking = inputs.find(({ status }) => status === "checking");
  if (checking) throw new VisibleError("conflict", `Input ${checking.id} is being checked. Try again in some seconds.`);
  if (inputs.length === 0) return;
  const ids = inputs.map(({ id }) => id);
  const [open] = await tx
    .select({ n: count() })
    .from(jobInput)
    .innerJoin(job, eq(job.id, jobInput.jobId))
    .where(and(inArray(jobInput.inputId, ids), notInArray(job.state, [...ENDED])));
  if (open && open.n > 0)
    throw new VisibleError("conflict", `Jobs that read it have not ended: ${open.n}. Cancel them or wait, then erase.`);
}
