import { createServer } from "node:http";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import type { IncomingMessage, ServerResponse } from "node:http";
import { interactionPolicy, Provider, type Configuration } from "oidc-provider";
import { HOST } from "../platform/addresses.ts";
import { AUDIENCE } from "../platform/resources.ts";
import { accounts } from "./accounts.ts";
import { CLI_CLIENT } from "./clients.ts";
import * as Page from "./page.ts";

interface Options {
  port: number;
  key: Record<string, unknown>;
  cookieKey: string;
  /** Lifetime of an access token in seconds. */
  tokenSeconds?: number;
}

/** Starts a certified OIDC provider with one-click accounts, for local use only. */
export async function startIdentity({ port, key, cookieKey, tokenSeconds = 3600 }: Options) {
  const issuer = `http://${HOST}:${port}`;
  const provider = new Provider(issuer, configure(key, cookieKey, tokenSeconds));
  const handle = provider.callback();
  const server = createServer((req, res) => {
    const uid = /^\/interaction\/([A-Za-z0-9_-]+)$/.exec(new URL(req.url ?? "/", issuer).pathname)?.[1];
    const work = uid === undefined ? handle(req, res) : interact(provider, uid, req, res);
    work.catch((error: unknown) => {
      if (!res.headersSent) res.writeHead(400, { "content-type": "text/plain; charset=utf-8" });
      res.end(`This sign-in has expired. Go back to Pegbar and sign in again. (${String(error)})`);
    });
  });
  server.listen(port, HOST);
  await once(server, "listening");
  return {
    issuer,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function interact(provider: Provider, uid: string, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const details = await provider.interactionDetails(req, res);
  const client = await provider.Client.find(String(details.params["client_id"]));
  if (req.method !== "POST") {
    res.writeHead(200, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" });
    res.end(String(await Page.signInPage(uid, client?.clientName ?? "Pegbar")));
    return;
  }
  const email = new URLSearchParams(await text(req)).get("email") ?? "";
  if (!accounts.some((account) => account.email === email)) throw new Error("Account not found.");
  await provider.interactionFinished(req, res, { login: { accountId: email } }, { mergeWithLastSubmission: false });
}

/** Removes the consent prompt for native clients, which local use does not need. */
function omitConsentPrompt() {
  const policy = interactionPolicy.base();
  policy.get("consent")?.checks.remove("native_client_prompt");
  return policy;
}

function configure(key: Record<string, unknown>, cookieKey: string, tokenSeconds: number): Configuration {
  return {
    clients: [
      {
        client_id: CLI_CLIENT,
        client_name: "Pegbar",
        application_type: "native",
        redirect_uris: [`http://${HOST}/callback`, `http://${HOST}/signed-in`],
        post_logout_redirect_uris: [`http://${HOST}/signed-out`],
        response_types: ["code"],
        grant_types: ["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code"],
        token_endpoint_auth_method: "none",
      },
    ],
    jwks: { keys: [key] },
    clientDefaults: { id_token_signed_response_alg: "ES256" },
    enabledJWA: { idTokenSigningAlgValues: ["ES256"] },
    cookies: { keys: [cookieKey] },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    pkce: { required: () => true },
    ttl: {
      AccessToken: tokenSeconds,
      IdToken: tokenSeconds,
      Interaction: 600,
      Grant: 14 * 86_400,
      Session: 14 * 86_400,
    },
    interactions: { policy: omitConsentPrompt(), url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    // Allow pages on this machine only, on any port.
    clientBasedCORS: (_ctx, origin) => new URL(origin).hostname === HOST,
    // oidc-provider drops `offline_access` without a consent prompt, so refresh tokens are granted here.
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed("refresh_token"),
    features: {
      devInteractions: { enabled: false },
      deviceFlow: {
        enabled: true,
        userCodeInputSource: async (ctx, form, _out, error) => {
          const problem = error && "This code isn’t valid, or it has expired. Check it, or start again on the device.";
          ctx.body = String(await Page.deviceCodePage(form, problem));
        },
        userCodeConfirmSource: async (ctx, form, client, _device, userCode) => {
          ctx.body = String(await Page.deviceConfirmPage(form, client.clientName ?? "Pegbar", userCode));
        },
        successSource: async (ctx) => {
          ctx.body = String(await Page.deviceConnectedPage());
        },
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: async (ctx, form) => {
          ctx.body = String(await Page.signOutPage(form));
        },
        postLogoutSuccessSource: async (ctx) => {
          ctx.body = String(await Page.signedOutPage());
        },
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => AUDIENCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: "api",
          audience: AUDIENCE,
          accessTokenFormat: "jwt",
          accessTokenTTL: tokenSeconds,
          jwt: { sign: { alg: "ES256" } },
        }),
      },
    },
    renderError: async (ctx, { error, error_description: description }) => {
      ctx.type = "html";
      ctx.body = String(await Page.errorPage(description ?? error));
    },
    // The API reads the user's identity from the access token only.
    extraTokenClaims: (_ctx, token) => {
      const account = accounts.find(({ email }) => "accountId" in token && email === token.accountId);
      return account ? { email: account.email, email_verified: true, name: account.name } : undefined;
    },
    findAccount: (_ctx, id) => {
      const account = accounts.find(({ email }) => email === id);
      return (
        account && { accountId: id, claims: () => ({ sub: id, email: id, email_verified: true, name: account.name }) }
      );
    },
    loadExistingGrant: async (ctx) => {
      const { client, session, provider } = ctx.oidc;
      if (!client || !session?.accountId) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope("openid email profile offline_access");
      grant.addResourceScope(AUDIENCE, "api");
      await grant.save();
      return grant;
    },
  };
}
