import * as z from "zod";
import * as Id from "../../../platform/id.ts";

/** Assets that one request changes. */
const MAX_ASSETS = 200;
/** Tags of one asset. */
export const MAX_TAGS = 50;

export const flags = ["favourite", "rejected"] as const;
export type Flag = (typeof flags)[number];

/** Upper and lower case are the same tag. */
export const Tag = z
  .string()
  .transform((text) => text.normalize("NFC").trim().replaceAll(/\s+/g, " ").toLowerCase())
  .pipe(
    z
      .string()
      .min(1)
      .max(40)
      .regex(/^[^\p{Cc}\p{Cs},]*$/u, "a tag contains no comma and no control character"),
  )
  .meta({ type: "string", minLength: 1, maxLength: 40 });

const Tags = z.array(Tag).min(1).max(MAX_TAGS);

export const MarkChange = z
  .strictObject({
    assetIds: z
      .array(Id.createSchema("asset"))
      .min(1)
      .max(MAX_ASSETS)
      .refine((ids) => new Set(ids).size === ids.length, "each asset once"),
    /** Your own flag. Null removes it. */
    flag: z.enum(flags).nullable().optional(),
    /** Your own rating, 1 to 5. Null removes it. */
    rating: z.int().min(1).max(5).nullable().optional(),
    /** Tags for everyone in the studio. */
    addTags: Tags.optional(),
    removeTags: Tags.optional(),
  })
  .refine(
    ({ assetIds: _ids, ...change }) => Object.values(change).some((value) => value !== undefined),
    "send flag, rating, addTags or removeTags",
  );
export type MarkChange = z.output<typeof MarkChange>;
