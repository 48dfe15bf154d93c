import { fileCredentialSigner } from "@pegbar/core/adapter";
import { log } from "../ports.ts";
import { resource, resourceIfLinked } from "../resource.ts";
import { authorityIn } from "./credentials/authority.ts";
import { whyNoCredentials, type Means } from "./task.ts";

/** What the tasks of this function need. Where content credentials cannot be made, it says so once. */
export async function means(): Promise<Means> {
  const modelFolder = resource("ModelFolder").path;
  const why = await whyNot();
  if (why === undefined) return { modelFolder, credentials: credentials() };
  log("warn", "no content credentials: nothing is signed, and those of uploads are not read", { why });
  return { modelFolder, credentials: undefined };
}

const whyNot = async (): Promise<string | undefined> =>
  resourceIfLinked("CredentialKey") ? whyNoCredentials() : "SST_RESOURCE_CredentialKey is not set";

function credentials(): Means["credentials"] {
  const { file, chain } = resource("CredentialKey");
  if (file === undefined) throw new Error("SST_RESOURCE_CredentialKey names no key file");
  const trusted = resourceIfLinked("CredentialTrust")?.authorities ?? "";
  return { signer: fileCredentialSigner(file, chain), authorities: { own: authorityIn(chain), trusted } };
}
