import { createServer, type Server } from "node:http";
import { once } from "node:events";
import * as oidc from "openid-client";
import { CliError } from "../exit.ts";
import type { Tokens } from "../profiles.ts";
import { openBrowser } from "./browser.ts";
import { discover, kept, wanted, type SignIn } from "./issuer.ts";
import { PORTS } from "./ports.ts";

const address = (host: string, port: number) => `http://${host}:${port}/callback`;

interface Options {
  signal: AbortSignal;
  say(text: string): void;
  browser: boolean;
}

/** Authorization code with PKCE, by a browser on this machine that comes back to a port of ours (RFC 8252). */
export async function byBrowser(signIn: SignIn, { signal, say, browser }: Options): Promise<Tokens> {
  const { server, port } = await listen();
  try {
    const here = address(signIn.host, port);
    const attempt = await begin(signIn, here);
    say(`Sign in at:\n\n  ${attempt.start}\n`);
    if (browser && openBrowser(attempt.start.href)) say("Your browser has been opened. Waiting …");
    return await attempt.finish(await landing(server, here, attempt.state, signal));
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/** The same by a browser elsewhere: its user pastes the address where it ended. */
export async function byPaste(signIn: SignIn, ask: (question: string) => Promise<string>): Promise<Tokens> {
  const [port] = PORTS;
  const attempt = await begin(signIn, address(signIn.host, port));
  const pasted = (
    await ask(
      `Open this in a browser and sign in:\n\n  ${attempt.start}\n\nThe last page will not load. Paste its address here:\n`,
    )
  ).trim();
  if (!pasted) throw new CliError("usage", "Nothing was pasted.", "Begin again: pegbar login --paste");
  return attempt.finish(URL.parse(pasted) ?? attempt.landing(pasted));
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
    ...wanted(signIn),
  });
  const finish = async (landed: URL): Promise<Tokens> => {
    const checks = { pkceCodeVerifier: verifier, expectedState: state };
    try {
      return kept(await oidc.authorizationCodeGrant(config, landed, checks, wanted(signIn)));
    } catch (error) {
      const said = error instanceof oidc.AuthorizationResponseError || error instanceof oidc.ResponseBodyError;
      const reason = said
        ? (error.error_description ?? error.error)
        : error instanceof Error
          ? error.message
          : String(error);
      throw new CliError("signedOut", `Signing in did not work: ${reason}.`, "Begin again: pegbar login");
    }
  };
  /** Where a code would have landed; who pasted it has seen from whom it is. */
  const landing = (code: string): URL =>
    new URL(`?${new URLSearchParams({ code, state, iss: config.serverMetadata().issuer })}`, redirectUri);
  return { start, state, finish, landing };
}

/** The first of our ports that is free. */
async function listen(): Promise<{ server: Server; port: number }> {
  for (const port of PORTS) {
    const server = createServer();
    server.listen(port, "127.0.0.1");
    const free = await once(server, "listening").then(
      () => true,
      () => false,
    );
    if (free) return { server, port };
  }
  throw new CliError(
    "unexpected",
    `The ports ${PORTS[0]} to ${PORTS.at(-1)} are all taken.`,
    "Close another pegbar login, or use: pegbar login --paste",
  );
}

/** The address at which the browser comes back. */
function landing(server: Server, here: string, state: string, signal: AbortSignal): Promise<URL> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
    server.on("request", (request, response) => {
      const url = new URL(request.url ?? "/", here);
      // Browsers ask for icons, and other pages may knock: only our own attempt ends the wait.
      if (url.pathname !== "/callback" || url.searchParams.get("state") !== state) {
        response.writeHead(404).end();
        return;
      }
      const refused = url.searchParams.get("error");
      response.writeHead(200, { "content-type": "text/html; charset=utf-8", connection: "close" });
      response.end(
        `<!doctype html><meta charset="utf-8"><title>Pegbar</title><p>${refused === null ? "Signed in." : "Signing in did not work."} You may close this page and go back to the terminal.`,
      );
      resolve(url);
    });
  });
}
