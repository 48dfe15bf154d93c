import { and, eq, inArray } from "drizzle-orm";
import * as z from "zod";
import * as Access from "../access/index.ts";
import * as Database from "../database/index.ts";
import { notFound } from "../error.ts";
import { fn } from "../fn.ts";
import { sequence, shot, show } from "./show.sql.ts";

export * from "./write.ts";

const visible = () => Access.reach("show.read", { showId: show.id });

/** The shows that the actor may see, each with its sequences and shots. */
export const list = fn(z.object({}), () =>
  Database.tx(async (tx) => {
    const shows = await tx.select().from(show).where(visible()).orderBy(show.code);
    const ids = shows.map(({ id }) => id);
    const [sequences, shots] = await Database.together([
      () => tx.select().from(sequence).where(inArray(sequence.showId, ids)).orderBy(sequence.code),
      () => tx.select().from(shot).where(inArray(shot.showId, ids)).orderBy(shot.code),
    ]);
    return shows.map((one) => ({
      ...one,
      sequences: sequences
        .filter((seq) => seq.showId === one.id)
        .map((seq) => ({ ...seq, shots: shots.filter((row) => row.sequenceId === seq.id) })),
    }));
  }),
);

/** One show of those. */
export const fromID = fn(z.string().max(64), async (id) => {
  const one = (await list({})).find((row) => row.id === id);
  if (!one) throw notFound("show", id);
  return one;
});

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
      .where(and(named, visible()));
    if (!found) throw notFound("shot", ref);
    return found;
  }),
);
