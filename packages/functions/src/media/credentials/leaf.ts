import * as z from "zod";

/** The assertion that binds a file to the log: which leaf of which log says how it was made. */
export const LEAF_LABEL = "org.pegbar.leaf";

/** What it says, as far as it is read again. */
export const NamedLeaf = z.object({
  origin: z.string().max(200),
  index: z.int().nonnegative(),
  /** RFC 9162 leaf hash, hexadecimal. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type NamedLeaf = z.infer<typeof NamedLeaf>;
