import { fileCredentialSigner, kmsCredentialSigner } from "@pegbar/core/platform/adapter";
import type { CredentialSigner } from "@pegbar/core/platform/port";
import { log } from "../ports.ts";
import { resource, resourceIfLinked, type Resources } from "../resource.ts";
import { authorityIn } from "./credentials/authority.ts";
import { whyNoCredentials, type MediaDependencies } from "./task.ts";

/** What the tasks of this function need. Where content credentials cannot be made, it says so once. */
export async function readDependencies(): Promise<MediaDependencies> {
  const modelFolder = resourceIfLinked("ModelFolder")?.path;
  const why = await whyNot();
  if (why === undefined) return { modelFolder, credentials: credentials() };
  log("warn", "no content credentials: nothing is signed, and those of uploads are not read", { why });
  return { modelFolder, credentials: undefined };
}

const whyNot = async (): Promise<string | undefined> =>
  resourceIfLinked("CredentialKey") ? whyNoCredentials() : "SST_RESOURCE_CredentialKey is not set";

function credentials(): MediaDependencies["credentials"] {
  const { chain } = resource("CredentialKey");
  const trusted = resourceIfLinked("CredentialTrust")?.authorities ?? "";
  return { signer: signerOf(resource("CredentialKey")), authorities: { own: authorityIn(chain), trusted } };
}

function signerOf({ file, kms, chain }: Resources["CredentialKey"]): CredentialSigner {
  if (kms !== undefined) return kmsCredentialSigner(kms, chain);
  if (file !== undefined) return fileCredentialSigner(file, chain);
  throw new Error("SST_RESOURCE_CredentialKey names no key, neither in a file nor in KMS");
}
