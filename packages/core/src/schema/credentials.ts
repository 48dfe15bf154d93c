import * as z from "zod";

/** The longest text that is kept of what a stranger's file says of itself. */
export const MAX_TEXT = 200;
const Text = z.string().max(MAX_TEXT);

/** Content credentials (C2PA) that a file brought, as far as the platform keeps what they say. */
export const Credentials = z.object({
  /** `untrusted`: whole and unchanged, and signed by somebody whom nobody here vouches for. */
  state: z.enum(["valid", "untrusted", "invalid"]),
  /** The program that made them, by its own account. */
  generator: Text.nullable(),
  /** Whom the signature's certificate names. */
  issuer: Text.nullable(),
  /** IPTC's digital source type, the last part of its address: `trainedAlgorithmicMedia`, `digitalCapture`. */
  sourceType: Text.nullable(),
  /** Whether this platform signed them. */
  ours: z.boolean(),
  /** The leaf that they name of the log of this platform that they name. */
  leaf: z.object({ origin: Text, index: z.int().nonnegative(), hash: Text }).nullable(),
  /** What is wrong with them, in C2PA's codes. */
  failures: z.array(Text).max(50),
});
export type Credentials = z.infer<typeof Credentials>;
