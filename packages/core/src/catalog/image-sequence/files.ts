import { and, eq } from "drizzle-orm";
import * as z from "zod";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError } from "../../platform/error/index.ts";
import { fn } from "../../platform/fn.ts";
import { createPaging } from "../../platform/page.ts";
import { imageSequence, imageSequenceFrame } from "../../schema/image-sequence.sql.ts";
import { input } from "../../schema/input.sql.ts";

const frame = { by: imageSequenceFrame.frame, field: "frame", kind: "number" } as const;
const pages = createPaging("image sequence files", { by: input.id, field: "inputId" }, { frame }, "frame");

/** The files of an image sequence, in the order of their frames. */
export const listFiles = fn(
  z.strictObject({ ...pages.query.shape, id: z.string().max(64) }),
  ({ id, sort, cursor, limit }) =>
    Database.tx(async (tx) => {
      const known = await tx.select({ id: imageSequence.id }).from(imageSequence).where(eq(imageSequence.id, id));
      if (known.length === 0) throw createNotFoundError("image sequence", id);
      return pages.page({ sort, cursor, limit }, ({ where, orderBy, limit: count }) =>
        tx
          .select({
            frame: imageSequenceFrame.frame,
            inputId: input.id,
            filename: input.filename,
            sha256: input.sha256,
            bytes: input.bytes,
            contentType: input.contentType,
            width: input.width,
            height: input.height,
            placeholder: input.placeholder,
            thumbnailKey: input.thumbnailKey,
          })
          .from(imageSequenceFrame)
          .innerJoin(input, eq(input.id, imageSequenceFrame.inputId))
          .where(and(eq(imageSequenceFrame.imageSequenceId, id), where))
          .orderBy(...orderBy)
          .limit(count),
      );
    }),
);
