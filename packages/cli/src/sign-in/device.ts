import * as oidc from "openid-client";
import { CliError } from "../exit.ts";
import type { Tokens } from "../profiles.ts";
import { discover, kept, wanted, type SignIn } from "./issuer.ts";

/** The device grant (RFC 8628): the browser may be on any machine, and nothing has to be pasted. */
export async function byDevice(signIn: SignIn, say: (text: string) => void, signal: AbortSignal): Promise<Tokens> {
  const config = await discover(signIn);
  if (config.serverMetadata().device_authorization_endpoint === undefined)
    throw new CliError("usage", `The sign-in at ${signIn.issuer} has no device code.`, "Use: pegbar login --paste");
  const begun = await oidc.initiateDeviceAuthorization(config, { scope: signIn.scopes.join(" "), ...wanted(signIn) });
  say(`Open this on any machine:\n\n  ${begun.verification_uri_complete ?? begun.verification_uri}\n`);
  say(`and check that it shows the code ${begun.user_code}. Waiting …`);
  try {
    return kept(await oidc.pollDeviceAuthorizationGrant(config, begun, wanted(signIn), { signal }));
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const reason = error instanceof oidc.ResponseBodyError ? (error.error_description ?? error.error) : String(error);
    throw new CliError("signedOut", `Signing in did not work: ${reason}.`, "Begin again: pegbar login --device");
  }
}
