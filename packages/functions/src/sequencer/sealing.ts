import { createFileSigner, createHttpWitness, createKmsSigner, createS3Anchors } from "@pegbar/core/platform/adapter";
import type { Sealing } from "@pegbar/core/result/ledger/sign.ts";
import type { Signer, Witness } from "@pegbar/core/platform/port";
import { readResource, readResourceIfLinked } from "../resource.ts";

/** Creates the signer of checkpoints and the anchors that store them. */
export async function createSealing(): Promise<Sealing> {
  const { name: bucket, versioned } = readResource("Anchors");
  return {
    signer: await createSigner(),
    // The embedded storage uses paths and not one host name per bucket.
    anchors: createS3Anchors({
      bucket,
      versioned,
      client: { forcePathStyle: process.env["AWS_ENDPOINT_URL_S3"] !== undefined },
    }),
  };
}

function createSigner(): Promise<Signer> {
  const { name, file, kms } = readResource("LogKey");
  if (kms) return createKmsSigner({ name, keys: kms });
  if (file === undefined) throw new Error("the linked resource LogKey names neither keys of KMS nor a key file");
  return Promise.resolve(createFileSigner(name, file));
}

/** Creates the configured witnesses. */
export const createWitnesses = (): Witness[] =>
  (readResourceIfLinked("Witnesses")?.witnesses ?? []).map((witness) => createHttpWitness(witness));
