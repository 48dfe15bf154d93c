import { and } from "drizzle-orm";
import * as z from "zod";
import { matchText } from "../../platform/database/holds.ts";
import * as Database from "../../platform/database/index.ts";
import { fn } from "../../platform/fn.ts";
import { buildFilters, createPaging } from "../../platform/page.ts";
import { input, inputStatus } from "../../schema/input.sql.ts";

const pages = createPaging(
  "inputs",
  { by: input.id, field: "id" },
  {
    created: { by: input.id, field: "id" },
    filename: { by: input.filename, field: "filename" },
    bytes: { by: input.bytes, field: "bytes", kind: "number" },
  },
  "-created",
);

/** The studio's inputs, newest first by default. */
export const list = fn(
  z.strictObject({
    ...pages.query.shape,
    status: z.enum(inputStatus.enumValues).optional(),
    sha256: z.string().max(64).optional(),
    filename: z.string().max(255).optional(),
    /** Part of the file name; case-insensitive. */
    q: z.string().trim().min(1).max(200).optional(),
  }),
  ({ sort, cursor, limit, q, ...fields }) =>
    Database.tx((tx) =>
      pages.page({ sort, cursor, limit }, ({ where, orderBy, limit: count }) =>
        tx
          .select()
          .from(input)
          .where(and(...buildFilters(input, fields), q === undefined ? undefined : matchText(input.filename, q), where))
          .orderBy(...orderBy)
          .limit(count),
      ),
    ),
);
