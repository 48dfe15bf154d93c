import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { signInByBrowser } from "./code.ts";
import { readSignInSettings } from "./issuer.ts";
import { PORTS } from "./ports.ts";

/** Redirect URLs that are registered with the issuer, which compares them exactly, like Cognito. */
const REDIRECTS: readonly string[] = PORTS.map((port) => `http://localhost:${port}/callback`);
let asked: URLSearchParams;
/** Sign-in settings of the API besides the issuer. */
let told: Record<string, unknown>;
let server: Server;
let address: string;

/** The API and the issuer at one URL. */
function answer(path: string, body: string): [status: number, body: unknown] {
  const at = (end: string) => new URL(end, address).href;
  if (path === "/v1/sign-in") return [200, { issuer: address, scopes: ["openid"], ...told }];
  if (path === "/.well-known/openid-configuration")
    return [200, { issuer: address, authorization_endpoint: at("/authorize"), token_endpoint: at("/token") }];
  const sent = new URLSearchParams(body);
  const challenge = createHash("sha256")
    .update(sent.get("code_verifier") ?? "")
    .digest("base64url");
  const fits =
    sent.get("code") === "the-code" &&
    challenge === asked.get("code_challenge") &&
    ["client_id", "redirect_uri"].every((name) => sent.get(name) === asked.get(name));
  return fits
    ? [200, { access_token: "granted", token_type: "Bearer", expires_in: 60 }]
    : [400, { error: "invalid_grant" }];
}
beforeAll(async () => {
  server = createServer((request, response) => {
    void text(request).then((body) => {
      const [status, said] = answer(request.url ?? "", body);
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(said));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

/** Signs in like a browser: follows redirects to the issuer and back. */
async function signIn() {
  const where = await readSignInSettings(address);
  return signInByBrowser(where, {
    signal: AbortSignal.timeout(10_000),
    browser: false,
    say(text) {
      const start = /http\S+\/authorize\?\S+/.exec(text)?.[0];
      if (start === undefined) return;
      asked = new URL(start).searchParams;
      const back = new URL(asked.get("redirect_uri") ?? "");
      back.search = new URLSearchParams({ code: "the-code", state: asked.get("state") ?? "" }).toString();
      void fetch(back);
    },
  });
}

test("signs in with an issuer that has a separate client for programs and a host name for redirects", async () => {
  told = { clientId: "portal", programs: { clientId: "programs", host: "localhost" } };
  expect(await signIn()).toMatchObject({ access: "granted" });
  expect(asked.get("client_id")).toBe("programs");
  expect(REDIRECTS).toContain(asked.get("redirect_uri"));
});

test("signs in with an API of an older release, which has one client and no host name", async () => {
  told = { clientId: "everybody" };
  expect(await signIn()).toMatchObject({ access: "granted" });
  expect(asked.get("client_id")).toBe("everybody");
  expect(asked.get("redirect_uri")).toMatch(/^http:\/\/127\.0\.0\.1:4311\d\/callback$/);
});
