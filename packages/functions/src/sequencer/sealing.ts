import { fileSigner, httpWitness, s3Anchors } from "@pegbar/core/adapter";
import type { Sealing } from "@pegbar/core/ledger/sign.ts";
import type { Witness } from "@pegbar/core/port";
import { resource, resourceIfLinked } from "../resource.ts";

/** The keys that sign checkpoints, and where these are kept. */
export function sealing(): Sealing {
  const { name, file } = resource("LogKey");
  if (file === undefined) throw new Error("SST_RESOURCE_LogKey names no key file");
  const { name: bucket, versioned } = resource("Anchors");
  return {
    signer: fileSigner(name, file),
    // The embedded store is reached by path, not by a host name a bucket.
    anchors: s3Anchors({
      bucket,
      versioned,
      client: { forcePathStyle: process.env["AWS_ENDPOINT_URL_S3"] !== undefined },
    }),
  };
}

/** Those that cosign, if any are configured. */
export const witnesses = (): Witness[] =>
  (resourceIfLinked("Witnesses")?.witnesses ?? []).map((witness) => httpWitness(witness));
