import * as z from "zod";

/** Maximum length of texts that are read from a file's credentials. */
export const MAX_TEXT = 200;
const Text = z.string().max(MAX_TEXT);

/** Content credentials (C2PA) of an uploaded file, as far as the platform stores them. */
export const Credentials = z.object({
  /** `untrusted`: valid and unchanged, but signed with a certificate that no configured authority issued. */
  state: z.enum(["valid", "untrusted", "invalid"]),
  /** The program that created them, as they state. */
  generator: Text.nullable(),
  /** Name in the signature's certificate. */
  issuer: Text.nullable(),
  /** IPTC digital source type, the last part of its URL: `trainedAlgorithmicMedia`, `digitalCapture`. */
  sourceType: Text.nullable(),
  /** Whether this platform signed them. */
  ours: z.boolean(),
  /** The log of this platform and its leaf that they name. */
  leaf: z.object({ origin: Text, index: z.int().nonnegative(), hash: Text }).nullable(),
  /** Validation errors, as C2PA status codes. */
  failures: z.array(Text).max(50),
});
export type Credentials = z.infer<typeof Credentials>;
