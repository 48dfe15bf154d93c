import { and, eq, inArray } from "drizzle-orm";
import * as z from "zod";
import { parseNamingScheme } from "@pegbar/frames/naming/parse.ts";
import { DEFAULT_NAMING } from "@pegbar/frames/naming/scheme.ts";
import * as Access from "../../platform/access/index.ts";
import * as Audit from "../../platform/audit/index.ts";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError, VisibleError } from "../../platform/error/index.ts";
import { fn } from "../../platform/fn.ts";
import { FrameRateText } from "../../platform/frame-rate.ts";
import * as Id from "../../platform/id.ts";
import { createPaging } from "../../platform/page.ts";
import { member } from "../../schema/member.sql.ts";
import { createQuota } from "../quota/create.ts";
import { sequence, shot, show, showMember } from "../../schema/show.sql.ts";

const code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/, "letters, digits, _ and -, at most 32");
const frame = z.int().min(-1_000_000).max(10_000_000);
const ShotDraft = z
  .strictObject({ code, frameIn: frame.optional(), frameOut: frame.optional() })
  .refine(({ frameIn, frameOut }) => frameIn === undefined || frameOut === undefined || frameIn <= frameOut, {
    path: ["frameOut"],
    message: "the last frame is not before the first",
  });
export const Sequences = z.array(z.strictObject({ code, shots: z.array(ShotDraft).max(2000).default([]) })).max(500);

/** How the results of a show are named. */
const Naming = z.string().superRefine((text, { addIssue }) => {
  const parsed = parseNamingScheme(text);
  if ("problem" in parsed) addIssue(`${parsed.problem.message} ${parsed.problem.remedy}`);
});

export const ShowDraft = z.strictObject({
  code,
  name: z.string().trim().min(1).max(200),
  naming: Naming.default(DEFAULT_NAMING),
  frameRate: FrameRateText.default("24"),
  sequences: Sequences.default([]),
});
type SequenceDraft = z.output<typeof Sequences>[number];

/** Creates a show with its sequences and shots. */
export const create = fn(ShowDraft, (draft) =>
  Database.tx(async (tx) => {
    const id = Id.create("show");
    const made = await tx
      .insert(show)
      .values({
        id,
        tenantId: Context.getTenantId(),
        code: draft.code,
        name: draft.name,
        naming: draft.naming,
        frameRate: draft.frameRate,
      })
      .onConflictDoNothing()
      .returning({ id: show.id });
    if (made.length === 0)
      throw new VisibleError("already_exists", `The code ${draft.code} is already taken. Choose another code.`);
    await createQuota(tx, "show", id);
    await fillIn(tx, id, draft.sequences);
    await Audit.record(tx, {
      action: "show.create",
      subject: { type: "show", id },
      after: { code: draft.code, name: draft.name, naming: draft.naming, frameRate: draft.frameRate },
    });
    return id;
  }),
);

/** What may be changed of a show. Its code may not, because file names and records contain it. */
export const ShowChange = z
  .strictObject({
    name: ShowDraft.shape.name.optional(),
    naming: Naming.optional(),
    frameRate: FrameRateText.optional(),
  })
  .refine((change) => Object.keys(change).length > 0, "a name, a naming or a frameRate");

/** Changes a show. Versions that exist keep their file names, and movies their rate. */
export const update = fn(z.object({ id: z.string().max(64), change: ShowChange }), ({ id, change }) =>
  Database.tx(async (tx) => {
    const before = await findShow(tx, id, "show.update");
    const after = {
      name: change.name ?? before.name,
      naming: change.naming ?? before.naming,
      frameRate: change.frameRate ?? before.frameRate,
    };
    await tx.update(show).set(after).where(eq(show.id, id));
    await Audit.record(tx, {
      action: "show.update",
      subject: { type: "show", id },
      before: { name: before.name, naming: before.naming, frameRate: before.frameRate },
      after,
    });
  }),
);

/** Adds sequences and shots. Existing ones stay as they are. Returns the number of new shots. */
export const addShots = fn(z.object({ id: z.string().max(64), sequences: Sequences }), ({ id, sequences }) =>
  Database.tx(async (tx) => {
    await findShow(tx, id, "shot.create");
    const added = await fillIn(tx, id, sequences);
    if (added > 0)
      await Audit.record(tx, {
        action: "shot.create",
        subject: { type: "show", id },
        after: { shots: added, sequences },
      });
    return added;
  }),
);

/** Adds a member to a show. */
export const join = fn(z.object({ id: z.string().max(64), memberId: z.string().max(64) }), ({ id, memberId }) =>
  Database.tx(async (tx) => {
    await findShow(tx, id, "show.update");
    const [person] = await tx.select().from(member).where(eq(member.id, memberId));
    if (person?.status !== "active" && person?.status !== "invited") throw createNotFoundError("member", memberId);
    const added = await addMember(id, memberId);
    if (added.length === 0) return;
    await Audit.record(tx, {
      action: "show.join",
      subject: { type: "show", id },
      after: { memberId, name: person.name },
    });
  }),
);

/** Removes a member from a show. */
export const removeMember = fn(z.object({ id: z.string().max(64), memberId: z.string().max(64) }), ({ id, memberId }) =>
  Database.tx(async (tx) => {
    await findShow(tx, id, "show.update");
    const gone = await tx
      .delete(showMember)
      .where(and(eq(showMember.showId, id), eq(showMember.memberId, memberId)))
      .returning();
    if (gone.length === 0) throw createNotFoundError("member of this show", memberId);
    await Audit.record(tx, { action: "show.part", subject: { type: "show", id }, before: { memberId } });
  }),
);

const memberPages = createPaging(
  "show members",
  { by: member.id, field: "id" },
  { name: { by: member.name, field: "name" } },
  "name",
);

/** Members of a show. */
export const listMembers = fn(
  z.strictObject({ ...memberPages.query.shape, id: z.string().max(64) }),
  ({ id, ...query }) =>
    Database.tx(async (tx) => {
      await findShow(tx, id, "show.read");
      return memberPages.page(query, ({ where, orderBy, limit }) =>
        tx
          .select({ id: member.id, name: member.name, role: member.role, status: member.status })
          .from(showMember)
          .innerJoin(member, eq(member.id, showMember.memberId))
          .where(and(eq(showMember.showId, id), where))
          .orderBy(...orderBy)
          .limit(limit),
      );
    }),
);

/** Creates a show with its sequences and shots as far as they are missing, for seeds. */
export const ensure = fn(ShowDraft, (draft) =>
  Database.tx(async (tx) => {
    const [row] = await tx
      .insert(show)
      .values({
        id: Id.create("show"),
        tenantId: Context.getTenantId(),
        code: draft.code,
        name: draft.name,
        frameRate: draft.frameRate,
      })
      .onConflictDoUpdate({ target: [show.tenantId, show.code], set: { name: draft.name } })
      .returning({ id: show.id });
    if (!row) throw new Error("the statement returned no row");
    await createQuota(tx, "show", row.id);
    await fillIn(tx, row.id, draft.sequences);
    return row.id;
  }),
);

export const addMember = (showId: string, memberId: string) =>
  Database.tx((tx) =>
    tx
      .insert(showMember)
      .values({ tenantId: Context.getTenantId(), showId, memberId })
      .onConflictDoNothing()
      .returning(),
  );

async function findShow(tx: Database.Tx, id: string, verb: Access.Permission) {
  const [row] = await tx
    .select()
    .from(show)
    .where(and(eq(show.id, id), Access.filterReachable(verb, { showId: show.id })));
  if (!row) throw createNotFoundError("show", id);
  return row;
}

async function fillIn(tx: Database.Tx, showId: string, sequences: readonly SequenceDraft[]): Promise<number> {
  if (sequences.length === 0) return 0;
  const tenantId = Context.getTenantId();
  await tx
    .insert(sequence)
    .values(sequences.map(({ code }) => ({ id: Id.create("sequence"), tenantId, showId, code })))
    .onConflictDoNothing();
  const known = await tx
    .select({ id: sequence.id, code: sequence.code })
    .from(sequence)
    .where(
      and(
        eq(sequence.showId, showId),
        inArray(
          sequence.code,
          sequences.map(({ code }) => code),
        ),
      ),
    );
  const idOf = new Map(known.map(({ id, code }) => [code, id]));
  const shots = sequences.flatMap(({ code, shots }) =>
    shots.map((one) => ({ id: Id.create("shot"), tenantId, showId, sequenceId: idOf.get(code) ?? "", ...one })),
  );
  if (shots.length === 0) return 0;
  return (await tx.insert(shot).values(shots).onConflictDoNothing().returning({ id: shot.id })).length;
}
