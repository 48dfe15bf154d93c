import { isEqual } from "@pegbar/verify";
import type { dom } from "ion-js";
import { dot, foldPath, hashIon } from "./hash.ts";
import { getField, hash, readText } from "./ion.ts";

/** A revision of a document in a journal. */
export interface Revision {
  hash: Uint8Array;
  /** `hidden`: a system revision, of which an export contains only the hash. */
  kind: "data" | "redacted" | "deleted" | "hidden";
  /** The transaction that wrote it; unknown for a hidden one. */
  txId: string | undefined;
}

/** Reads a revision and verifies its hash. */
export function readRevision(value: dom.Value): Revision {
  const given = hash(getField(value, "hash"));
  const [metadata, data, dataHash] = [value.get("metadata"), value.get("data"), value.get("dataHash")];
  if (!metadata && !data && !dataHash) return { hash: given, kind: "hidden", txId: undefined };
  if (!metadata) throw new TypeError("metadata is missing");
  if (data && dataHash) throw new TypeError("a revision has both data and dataHash");
  // Redaction removes the data and keeps their hash; deletion removes both.
  const ofData = data ? hashIon(data) : dataHash ? hash(dataHash) : new Uint8Array();
  if (dataHash && ofData.length === 0) throw new TypeError("dataHash is empty");
  if (!isEqual(dot(hashIon(metadata), ofData), given))
    throw new TypeError("a revision's hash is not that of its contents");
  const kind = data ? "data" : dataHash ? "redacted" : "deleted";
  return { hash: given, kind, txId: readText(getField(metadata, "txId")) };
}

/** Whether a proof from GetRevision leads from a revision to a digest. @throws for a malformed revision */
export const isRevisionInDigest = (revision: dom.Value, proof: readonly Uint8Array[], digest: Uint8Array): boolean =>
  digest.length === 32 && isEqual(foldPath(readRevision(revision).hash, proof), digest);
