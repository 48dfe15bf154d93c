import { and, eq, inArray } from "drizzle-orm";
import * as z from "zod";
import * as Access from "../../platform/access/index.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError } from "../../platform/error/index.ts";
import { fn } from "../../platform/fn.ts";
import { buildFilters, createPaging } from "../../platform/page.ts";
import { sequence, shot, show } from "../../schema/show.sql.ts";

export * from "./write.ts";

const filterVisible = () => Access.filterReachable("show.read", { showId: show.id });

const pages = createPaging(
  "shows",
  { by: show.id, field: "id" },
  {
    code: { by: show.code, field: "code" },
    name: { by: show.name, field: "name" },
    created: { by: show.id, field: "id" },
  },
  "code",
);

/** The shows that the actor may see, each with its sequences and shots. */
export const list = fn(
  z.strictObject({ ...pages.query.shape, code: z.string().max(64).optional() }),
  ({ sort, cursor, limit, ...fields }) =>
    Database.tx(async (tx) => {
      const page = await pages.page({ sort, cursor, limit }, ({ where, orderBy, limit: count }) =>
        tx
          .select()
          .from(show)
          .where(and(filterVisible(), ...buildFilters(show, fields), where))
          .orderBy(...orderBy)
          .limit(count),
      );
      return { ...page, items: await withShots(tx, page.items) };
    }),
);

/** One of these shows. */
export const fromID = fn(z.string().max(64), (id) =>
  Database.tx(async (tx) => {
    const rows = await tx
      .select()
      .from(show)
      .where(and(eq(show.id, id), filterVisible()));
    const [found] = await withShots(tx, rows);
    if (!found) throw createNotFoundError("show", id);
    return found;
  }),
);

async function withShots(tx: Database.Tx, shows: readonly (typeof show.$inferSelect)[]) {
  const ids = shows.map(({ id }) => id);
  const [sequences, shots] = await Database.runTogether([
    () => tx.select().from(sequence).where(inArray(sequence.showId, ids)).orderBy(sequence.code),
    () => tx.select().from(shot).where(inArray(shot.showId, ids)).orderBy(shot.code),
  ]);
  const shotsOf = Map.groupBy(shots, ({ sequenceId }) => sequenceId);
  const sequencesOf = Map.groupBy(sequences, ({ showId }) => showId);
  return shows.map((one) => ({
    ...one,
    sequences: (sequencesOf.get(one.id) ?? []).map((seq) => ({ ...seq, shots: shotsOf.get(seq.id) ?? [] })),
  }));
}
