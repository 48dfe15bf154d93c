import { dumpBinary, load, type dom } from "ion-js";
import * as z from "zod";
import { canonicalBytes, equal, fromBase64, parseCanonical, toBase64 } from "@pegbar/verify";
import type { LedgerProof } from "@pegbar/core/platform/port";
import { readDocument } from "./document.ts";
import { field, text, readInteger } from "./verify/ion.ts";
import { dot, foldPath, ionHash } from "./verify/index.ts";

const HASH_BYTES = 32;
/** A journal of 2^53 blocks needs fewer. */
const MAX_HASHES = 256;

/** From a record to a digest: the rest of its document, QLDB's metadata, and the hashes that join on the way. */
const Path = z.strictObject({
  document: z.strictObject({
    eventKey: z.string(),
    tenantId: z.string(),
    eventId: z.string(),
    position: z.int(),
  }),
  metadata: z.strictObject({
    id: z.string(),
    version: z.int(),
    txTime: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/),
    txId: z.string(),
  }),
  hashes: z.array(z.string()).max(MAX_HASHES),
});

/** A proof as it is handed on: the path in RFC 8785 form, the digest in base64. */
export function proofOf(revision: dom.Value, hashes: readonly Uint8Array[], digest: Uint8Array): LedgerProof {
  const { record: _record, ...document } = readDocument(field(revision, "data"));
  const metadata = field(revision, "metadata");
  const path: z.input<typeof Path> = {
    document,
    metadata: {
      id: text(field(metadata, "id")),
      version: readInteger(field(metadata, "version")),
      txTime: String(field(metadata, "txTime").timestampValue()),
      txId: text(field(metadata, "txId")),
    },
    hashes: hashes.map(toBase64),
  };
  return { path: new TextDecoder().decode(canonicalBytes(path)), head: toBase64(digest) };
}

/** Whether a proof leads from a record to the digest. Asks nobody; false for anything malformed. */
export function check(record: string, { path, head }: LedgerProof): boolean {
  const canonical = parseCanonical(path);
  const parsed = "value" in canonical ? Path.safeParse(canonical.value).data : undefined;
  const digest = hashIn(head);
  const hashes = parsed?.hashes.map(hashIn);
  if (!parsed || !digest || !hashes?.every((one) => one !== undefined) || !record.isWellFormed()) return false;
  const { txTime, ...metadata } = parsed.metadata;
  try {
    const own = dot(
      ionHash(dumpBinary({ ...metadata, txTime: load(txTime) })),
      ionHash(dumpBinary({ ...parsed.document, record })),
    );
    return equal(foldPath(own, hashes), digest);
  } catch {
    // A time that no calendar has.
    return false;
  }
}

function hashIn(base64: string): Uint8Array | undefined {
  const bytes = fromBase64(base64);
  return bytes?.length === HASH_BYTES ? bytes : undefined;
}
