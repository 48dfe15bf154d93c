import { createFileCredentialSigner, createKmsCredentialSigner } from "@pegbar/core/platform/adapter";
import type { CredentialSigner } from "@pegbar/core/platform/port";
import { createLog } from "@pegbar/core/platform/log.ts";
import { readResource, readResourceIfLinked, type Resources } from "../resource.ts";
import { readAuthority } from "./credentials/authority.ts";
import { explainMissingCredentials, type MediaDependencies } from "./task.ts";

/** Creates the dependencies of media tasks. Logs once if content credentials cannot be signed. */
export async function readDependencies(): Promise<MediaDependencies> {
  const modelFolder = readResourceIfLinked("ModelFolder")?.path;
  const why = await explainMissing();
  if (why === undefined) return { modelFolder, credentials: createCredentials() };
  createLog("media")("warn", "content credentials are neither signed nor read", { why });
  return { modelFolder, credentials: undefined };
}

const explainMissing = async (): Promise<string | undefined> =>
  readResourceIfLinked("CredentialKey") ? explainMissingCredentials() : "SST_RESOURCE_CredentialKey is not set";

function createCredentials(): MediaDependencies["credentials"] {
  const { chain } = readResource("CredentialKey");
  const trusted = readResourceIfLinked("CredentialTrust")?.authorities ?? "";
  return { signer: createSigner(readResource("CredentialKey")), authorities: { own: readAuthority(chain), trusted } };
}

function createSigner({ file, kms, chain }: Resources["CredentialKey"]): CredentialSigner {
  if (kms !== undefined) return createKmsCredentialSigner(kms, chain);
  if (file !== undefined) return createFileCredentialSigner(file, chain);
  throw new Error("SST_RESOURCE_CredentialKey names no key, neither in a file nor in KMS");
}
