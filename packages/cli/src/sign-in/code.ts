import { createServer, type Server } from "node:http";
import { once } from "node:events";
import * as oidc from "openid-client";
import { CliError } from "../exit.ts";
import { parseUrl } from "../parse-url.ts";
import type { Tokens } from "../profiles.ts";
import { openBrowser } from "./browser.ts";
import { discover, buildExtraParameters, readTokens, type SignIn } from "./issuer.ts";
import { PORTS } from "./ports.ts";

const buildRedirectUrl = (host: string, port: number) => `http://${host}:${port}/callback`;

interface Options {
  signal: AbortSignal;
  say(text: string): void;
  browser: boolean;
}

/** Authorization code with PKCE in a browser on this machine, which returns to a loopback port (RFC 8252). */
export async function signInByBrowser(signIn: SignIn, { signal, say, browser }: Options): Promise<Tokens> {
  const { server, port } = await listen();
  try {
    const here = buildRedirectUrl(signIn.host, port);
    const attempt = await begin(signIn, here);
    say(`Sign in at:\n\n  ${attempt.start}\n`);
    if (browser && openBrowser(attempt.start.href)) say("Opened your browser. Waiting for the sign-in…");
    return await attempt.finish(await waitForRedirect(server, here, attempt.state, signal));
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/** The same in a browser on another machine: the user pastes the URL of the last page. */
export async function signInByPaste(signIn: SignIn, ask: (question: string) => Promise<string>): Promise<Tokens> {
  const [port] = PORTS;
  const attempt = await begin(signIn, buildRedirectUrl(signIn.host, port));
  const pasted = (
    await ask(
      `Open this in a browser and sign in:\n\n  ${attempt.start}\n\nThe last page will not load. Paste its address here:\n`,
    )
  ).trim();
  if (!pasted) throw new CliError("usage", "No address was pasted.", "Try again: pegbar login --paste");
  return attempt.finish(parseUrl(pasted) ?? attempt.landing(pasted));
}

async function begin(signIn: SignIn, redirectUri: string) {
  const config = await discover(signIn);
  const verifier = oidc.randomPKCECodeVerifier();
  const state = oidc.randomState();
  const start = oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: signIn.scopes.join(" "),
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
    ...buildExtraParameters(signIn),
  });
  const finish = async (landed: URL): Promise<Tokens> => {
    const checks = { pkceCodeVerifier: verifier, expectedState: state };
    try {
      return readTokens(await oidc.authorizationCodeGrant(config, landed, checks, buildExtraParameters(signIn)));
    } catch (error) {
      const said = error instanceof oidc.AuthorizationResponseError || error instanceof oidc.ResponseBodyError;
      const reason = said
        ? (error.error_description ?? error.error)
        : error instanceof Error
          ? error.message
          : String(error);
      throw new CliError("signedOut", `The sign-in failed: ${reason}.`, "Try again: pegbar login");
    }
  };
  /** The redirect URL for a pasted code. The issuer is known, because the user has seen its page. */
  const buildLandingUrl = (code: string): URL =>
    new URL(`?${new URLSearchParams({ code, state, iss: config.serverMetadata().issuer })}`, redirectUri);
  return { start, state, finish, landing: buildLandingUrl };
}

/** Listens on the first of the registered ports that is free. */
async function listen(): Promise<{ server: Server; port: number }> {
  for (const port of PORTS) {
    const server = createServer();
    server.listen(port, "127.0.0.1");
    const free = await once(server, "listening").then(
      () => true,
      // In use, or reserved by the system: try the next port.
      () => false,
    );
    if (free) return { server, port };
  }
  throw new CliError(
    "unexpected",
    `All ports from ${PORTS[0]} to ${PORTS.at(-1)} are in use.`,
    "Stop another pegbar login, or use: pegbar login --paste",
  );
}

/** Waits for the browser to return. */
function waitForRedirect(server: Server, here: string, state: string, signal: AbortSignal): Promise<URL> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
    server.on("request", (request, response) => {
      const url = new URL(request.url ?? "/", here);
      // Browsers request icons, and other pages may send requests: only this sign-in ends the wait.
      if (url.pathname !== "/callback" || url.searchParams.get("state") !== state) {
        response.writeHead(404).end();
        return;
      }
      const refused = url.searchParams.get("error");
      response.writeHead(200, { "content-type": "text/html; charset=utf-8", connection: "close" });
      response.end(
        `<!doctype html><meta charset="utf-8"><title>Pegbar</title><p>${refused === null ? "Signed in." : "The sign-in failed."} You can close this page and return to the terminal.`,
      );
      resolve(url);
    });
  });
}
