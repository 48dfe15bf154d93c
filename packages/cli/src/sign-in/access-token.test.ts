import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { PegbarError } from "@pegbar/sdk";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { readProfiles, writeProfile, type Profile, type Tokens } from "../profiles.ts";
import { AccessToken } from "./access-token.ts";

let folder: string;
let server: Server;
let url: string;
/** Answers of the token endpoint, and the refresh tokens that it got. */
let grant: { status: number; body: Record<string, unknown> };
let granted: string[];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "pegbar-token-"));
  vi.stubEnv("XDG_CONFIG_HOME", folder);
  server = createServer((request, response) => {
    void text(request).then((body) => {
      const at = request.url ?? "";
      if (at === "/token") granted.push(new URLSearchParams(body).get("refresh_token") ?? "");
      const [status, said] =
        at === "/v1/sign-in"
          ? [200, { issuer: url, clientId: "pegbar" }]
          : at === "/token"
            ? [grant.status, grant.body]
            : [200, { issuer: url, authorization_endpoint: `${url}/authorize`, token_endpoint: `${url}/token` }];
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(said));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  server.close();
  server.closeAllConnections();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  granted = [];
  grant = {
    status: 200,
    body: { access_token: "renewed", token_type: "Bearer", expires_in: 3600, refresh_token: "next" },
  };
});

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
async function sign(tokens: Tokens, more: Partial<Profile> = {}): Promise<AccessToken> {
  const profile = { url, ...more, tokens };
  await writeProfile("mine", profile);
  return new AccessToken("mine", profile, url);
}

test("renews a token that expires soon, once for all requests, and keeps the rest of the profile", async () => {
  const token = await sign({ access: "old", refresh: "first", expiresAt: inSeconds(30) });
  // Another process changes the profile meanwhile.
  const stored = (await readProfiles()).profiles["mine"];
  await writeProfile("mine", { url, ...stored, shot: "HARBOR/sq010/sh010" });
  expect(await Promise.all([token.get(), token.get()])).toEqual(["renewed", "renewed"]);
  expect(granted).toEqual(["first"]);
  expect((await readProfiles()).profiles["mine"]).toMatchObject({
    shot: "HARBOR/sq010/sh010",
    tokens: { access: "renewed", refresh: "next" },
  });
});

test("uses the tokens of a later sign-in, after it has expired and after the API has refused it", async () => {
  const token = await sign({ access: "old", expiresAt: inSeconds(3600) });
  expect(await token.get()).toBe("old");
  token.refuse("old");
  // Nothing better is known: the API decides.
  expect(await token.get()).toBe("old");
  await writeProfile("mine", { url, tokens: { access: "new", expiresAt: inSeconds(-1) } });
  await expect(token.get()).rejects.toMatchObject({ exit: "signedOut", message: "Your sign-in has expired." });
  await writeProfile("mine", { url, tokens: { access: "newer", expiresAt: inSeconds(3600) } });
  expect(await token.get()).toBe("newer");
  expect(granted).toEqual([]);
});

test("says that the sign-in has expired only if the identity provider refuses to renew it", async () => {
  const token = await sign({ access: "old", refresh: "first", expiresAt: inSeconds(0) });
  grant = { status: 503, body: { error: "temporarily_unavailable" } };
  const failure = await token.get().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(PegbarError);
  expect(failure).toMatchObject({ code: "network", message: expect.stringContaining("Cannot renew your sign-in") });
  grant = { status: 400, body: { error: "invalid_grant" } };
  await expect(token.get()).rejects.toMatchObject({ exit: "signedOut", hint: expect.stringContaining("pegbar login") });
});

test("sends no token to another API, and none after a sign-out", async () => {
  const token = await sign({ access: "old", expiresAt: inSeconds(0) });
  await writeProfile("mine", { url: "https://other.example", tokens: { access: "theirs" } });
  await expect(token.get()).rejects.toMatchObject({ exit: "signedOut" });
  await writeProfile("mine", undefined);
  await expect(token.get()).rejects.toMatchObject({ exit: "signedOut" });
  const other = new AccessToken("mine", { url: "https://other.example", tokens: { access: "x" } }, url);
  await expect(other.get()).rejects.toThrow(/is for https:\/\/other\.example/);
});
