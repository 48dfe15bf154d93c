import { createServer } from "node:http";
import { once } from "node:events";
import fetchCookie from "fetch-cookie";
import * as oidc from "openid-client";
import { HOST } from "../platform/addresses.ts";
import { CLI_CLIENT } from "../identity/clients.ts";

/**
 * Signs a local account in by the authorization-code flow with PKCE and a loopback redirect, clicking the button on
 * the provider's page like a browser.
 * @returns an access token for the API
 */
export async function signIn(issuer: string, email: string): Promise<string> {
  const config = await oidc.discovery(new URL(issuer), CLI_CLIENT, undefined, oidc.None(), {
    execute: [oidc.allowInsecureRequests],
  });
  const verifier = oidc.randomPKCECodeVerifier();
  const state = oidc.randomState();
  const loopback = await listen();
  try {
    const start = oidc.buildAuthorizationUrl(config, {
      redirect_uri: loopback.redirectUri,
      scope: "openid email profile",
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      state,
    });
    const [landed] = await Promise.all([loopback.landed, click(start, email)]);
    const tokens = await oidc.authorizationCodeGrant(config, landed, {
      pkceCodeVerifier: verifier,
      expectedState: state,
    });
    return tokens.access_token;
  } finally {
    loopback.close();
  }
}

/** Acts as the browser: opens the page, submits the account's form, follows the redirects. */
export async function click(start: URL, email: string): Promise<void> {
  const browser = fetchCookie(fetch);
  const page = await browser(start);
  const action = /<form method="post" action="([^"]+)"/.exec(await page.text())?.[1];
  if (action === undefined) throw new Error(`The sign-in page at ${page.url} has no form.`);
  const answer = await browser(new URL(action, page.url), { method: "POST", body: new URLSearchParams({ email }) });
  if (!answer.ok || new URL(answer.url).pathname !== "/callback") {
    throw new Error(`Signing in as ${email} ended at ${answer.url}: ${await answer.text()}`);
  }
}

async function listen() {
  const server = createServer();
  server.listen(0, HOST);
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("The loopback server has no address.");
  const redirectUri = `http://${HOST}:${address.port}/callback`;
  const landed = new Promise<URL>((resolve) => {
    server.on("request", (req, res) => {
      res.end("Signed in. You can close this page.");
      resolve(new URL(req.url ?? "/", redirectUri));
    });
  });
  return { redirectUri, landed, close: () => server.close() };
}
