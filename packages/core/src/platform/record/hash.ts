import { createHash } from "node:crypto";
import { encodeCanonical } from "@pegbar/verify";

/** SHA-256 of a value's canonical JSON (RFC 8785), in hexadecimal. */
export const hashOf = (value: unknown): string => createHash("sha256").update(encodeCanonical(value)).digest("hex");
