import { and, eq, exists, sql, type SQL } from "drizzle-orm";
import * as z from "zod";
import * as Context from "../context.ts";
import * as Database from "../database/index.ts";
import { notFound } from "../error.ts";
import { fn } from "../fn.ts";
import * as Id from "../id.ts";
import { sequence, shot, show, showMember } from "./show.sql.ts";

const code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/, "letters, digits, _ and -, at most 32");

/** Members see the shows they are in; admins and the platform see all of the tenant's. */
function visible(tx: Database.Tx): SQL | undefined {
  const actor = Context.actor();
  if (actor.type !== "member" || actor.role === "admin") return undefined;
  return exists(
    tx
      .select({ one: sql`1` })
      .from(showMember)
      .where(and(eq(showMember.showId, show.id), eq(showMember.memberId, actor.memberId))),
  );
}

/** The shows that the actor may see, each with its sequences and shots. */
export const list = fn(z.object({}), () =>
  Database.tx(async (tx) => {
    const shows = await tx.select().from(show).where(visible(tx)).orderBy(show.code);
    const sequences = await tx.select().from(sequence).orderBy(sequence.code);
    const shots = await tx.select().from(shot).orderBy(shot.code);
    return shows.map((one) => ({
      ...one,
      sequences: sequences
        .filter((seq) => seq.showId === one.id)
        .map((seq) => ({ ...seq, shots: shots.filter((row) => row.sequenceId === seq.id) })),
    }));
  }),
);

/** A shot by id, or by `show/sequence/shot` codes, with the codes around it. 404 for shows the actor is not in. */
export const place = fn(z.string().min(1).max(200), (ref) =>
  Database.tx(async (tx) => {
    const [showCode, sequenceCode, shotCode, ...rest] = ref.split("/");
    const named =
      shotCode === undefined || rest.length > 0
        ? eq(shot.id, ref)
        : and(eq(show.code, showCode ?? ""), eq(sequence.code, sequenceCode ?? ""), eq(shot.code, shotCode));
    const [found] = await tx
      .select({
        shotId: shot.id,
        shot: shot.code,
        sequenceId: sequence.id,
        sequence: sequence.code,
        showId: show.id,
        show: show.code,
      })
      .from(shot)
      .innerJoin(sequence, eq(sequence.id, shot.sequenceId))
      .innerJoin(show, eq(show.id, shot.showId))
      .where(and(named, visible(tx)));
    if (!found) throw notFound("shot", ref);
    return found;
  }),
);

/** Makes a show with its sequences and shots where they are missing. */
export const ensure = fn(
  z.object({
    code,
    name: z.string().min(1).max(200),
    sequences: z.array(
      z.object({
        code,
        shots: z.array(z.object({ code, frameIn: z.int().optional(), frameOut: z.int().optional() })),
      }),
    ),
  }),
  (draft) =>
    Database.tx(async (tx) => {
      const tenantId = Context.tenantId();
      const insertShow = await tx
        .insert(show)
        .values({ id: Id.create("show"), tenantId, code: draft.code, name: draft.name })
        .onConflictDoUpdate({ target: [show.tenantId, show.code], set: { name: draft.name } })
        .returning({ id: show.id });
      const showId = only(insertShow).id;
      for (const seq of draft.sequences) {
        const insertSequence = await tx
          .insert(sequence)
          .values({ id: Id.create("sequence"), tenantId, showId, code: seq.code })
          .onConflictDoUpdate({ target: [sequence.showId, sequence.code], set: { code: seq.code } })
          .returning({ id: sequence.id });
        const sequenceId = only(insertSequence).id;
        for (const one of seq.shots) {
          await tx
            .insert(shot)
            .values({ id: Id.create("shot"), tenantId, showId, sequenceId, ...one })
            .onConflictDoNothing();
        }
      }
      return showId;
    }),
);

export const addMember = (showId: string, memberId: string) =>
  Database.tx((tx) =>
    tx.insert(showMember).values({ tenantId: Context.tenantId(), showId, memberId }).onConflictDoNothing(),
  );

function only<T>(rows: T[]): T {
  const [row] = rows;
  if (row === undefined) throw new Error("the statement returned no row");
  return row;
}
