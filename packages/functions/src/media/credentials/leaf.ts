import * as z from "zod";

/** Label of the assertion that binds a file to the log: the leaf with the record of its generation. */
export const LEAF_LABEL = "org.pegbar.leaf";

/** The fields of the assertion that are read. */
export const NamedLeaf = z.object({
  origin: z.string().max(200),
  index: z.int().nonnegative(),
  /** RFC 9162 leaf hash, hexadecimal. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type NamedLeaf = z.infer<typeof NamedLeaf>;
