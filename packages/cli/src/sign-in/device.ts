import * as oidc from "openid-client";
import { CliError } from "../exit.ts";
import type { Tokens } from "../profiles.ts";
import { discover, buildExtraParameters, readTokens, type SignIn } from "./issuer.ts";

/** The device grant (RFC 8628): the browser may be on any machine, without pasting. */
export async function signInByDevice(
  signIn: SignIn,
  say: (text: string) => void,
  signal: AbortSignal,
): Promise<Tokens> {
  const config = await discover(signIn);
  if (config.serverMetadata().device_authorization_endpoint === undefined)
    throw new CliError(
      "usage",
      `The identity provider at ${signIn.issuer} does not support device codes.`,
      "Use: pegbar login --paste",
    );
  const begun = await oidc.initiateDeviceAuthorization(config, {
    scope: signIn.scopes.join(" "),
    ...buildExtraParameters(signIn),
  });
  say(`Open this on any machine:\n\n  ${begun.verification_uri_complete ?? begun.verification_uri}\n`);
  say(`Check that it shows the code ${begun.user_code}. Waiting for the sign-in…`);
  try {
    return readTokens(await oidc.pollDeviceAuthorizationGrant(config, begun, buildExtraParameters(signIn), { signal }));
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const reason = error instanceof oidc.ResponseBodyError ? (error.error_description ?? error.error) : String(error);
    throw new CliError("signedOut", `The sign-in failed: ${reason}.`, "Try again: pegbar login --device");
  }
}
