import { dumpBinary, load, type dom } from "ion-js";
import * as z from "zod";
import { encodeCanonical, isEqual, decodeBase64, parseCanonical, toBase64 } from "@pegbar/verify";
import type { LedgerProof } from "@pegbar/core/platform/port";
import { readDocument } from "./document.ts";
import { getField, readText, readInteger } from "./verify/ion.ts";
import { dot, foldPath, hashIon } from "./verify/index.ts";

const HASH_BYTES = 32;
/** Maximum number of hashes; a journal of 2^53 blocks needs fewer. */
const MAX_HASHES = 256;

/** Path from a record to a digest: the rest of its document, QLDB's metadata, and the hashes on the way. */
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

/** A serialized proof: the path as RFC 8785 JSON, the digest as base64. */
export function parseProof(revision: dom.Value, hashes: readonly Uint8Array[], digest: Uint8Array): LedgerProof {
  const { record: _record, ...document } = readDocument(getField(revision, "data"));
  const metadata = getField(revision, "metadata");
  const path: z.input<typeof Path> = {
    document,
    metadata: {
      id: readText(getField(metadata, "id")),
      version: readInteger(getField(metadata, "version")),
      txTime: String(getField(metadata, "txTime").timestampValue()),
      txId: readText(getField(metadata, "txId")),
    },
    hashes: hashes.map(toBase64),
  };
  return { path: new TextDecoder().decode(encodeCanonical(path)), head: toBase64(digest) };
}

/** Whether a proof leads from a record to the digest. Works offline; false for malformed proofs. */
export function check(record: string, { path, head }: LedgerProof): boolean {
  const canonical = parseCanonical(path);
  const parsed = "value" in canonical ? Path.safeParse(canonical.value).data : undefined;
  const digest = hashIn(head);
  const hashes = parsed?.hashes.map(hashIn);
  if (!parsed || !digest || !hashes?.every((one) => one !== undefined) || !record.isWellFormed()) return false;
  const { txTime, ...metadata } = parsed.metadata;
  try {
    const own = dot(
      hashIon(dumpBinary({ ...metadata, txTime: load(txTime) })),
      hashIon(dumpBinary({ ...parsed.document, record })),
    );
    return isEqual(foldPath(own, hashes), digest);
  } catch {
    // An invalid date.
    return false;
  }
}

function hashIn(base64: string): Uint8Array | undefined {
  const bytes = decodeBase64(base64);
  return bytes?.length === HASH_BYTES ? bytes : undefined;
}
