import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { AwsV4Signer } from "aws4fetch";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSigner } from "./sign.ts";
import { createWorkApi, Refused } from "./work-api.ts";

const REGION = "eu-central-1";
const KEYS = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const SESSION = { ...KEYS, sessionToken: "a-session-of-the-role" };

interface Seen {
  path: string;
  authorization: string | undefined;
  token: string | undefined;
}
const seen: Seen[] = [];

/** Whether a request's signature is valid according to another library than the worker's. */
async function isSigned(request: IncomingMessage, url: string, body: string): Promise<boolean> {
  const { authorization = "" } = request.headers;
  const [, names = ""] = /SignedHeaders=([^,]+)/.exec(authorization) ?? [];
  if (!names.includes("pegbar-authorization") || !names.includes("x-amz-security-token")) return false;
  const headers = Object.fromEntries(names.split(";").map((name) => [name, String(request.headers[name])]));
  const datetime = headers["x-amz-date"] ?? "";
  const options = { ...SESSION, method: "POST", url, body, service: "execute-api", region: REGION, allHeaders: true };
  const again = await new AwsV4Signer({ ...options, headers, datetime }).sign();
  return again.headers.get("authorization") === authorization;
}

let base: string;
const server = createServer((request, response) => {
  const answer = async () => {
    const body = await text(request);
    if (!(await isSigned(request, new URL(request.url ?? "", base).href, body)))
      return response.writeHead(403, { "content-type": "application/json" }).end('{"message":"Forbidden"}');
    const { authorization, "pegbar-authorization": token } = request.headers;
    seen.push({ path: request.url ?? "", authorization, token: token === undefined ? undefined : String(token) });
    response.writeHead(200, { "content-type": "application/json" }).end('{"fit":true}');
  };
  answer().catch((error: unknown) => response.writeHead(500).end(String(error)));
});
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("no address");
  base = `http://127.0.0.1:${address.port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});

const report = { state: "ready" as const, loadedModels: ["häßlich model.safetensors"], restarts: 0 };

test("signs body and token with the role's credentials, below the stage in the URL", async () => {
  const api = createWorkApi(`${base}/live/`, "the-worker-key", createSigner(REGION, SESSION));
  await api.report("worker-1", report);
  expect(seen).toEqual([
    {
      path: "/live/work/v1/workers/worker-1/report",
      authorization: expect.stringMatching(/^AWS4-HMAC-SHA256 /) as string,
      token: "Worker the-worker-key",
    },
  ]);
});

test("reads the credentials for each call, because a role's credentials expire", async () => {
  let asked = 0;
  const api = createWorkApi(
    base,
    "key",
    createSigner(REGION, async () => ((asked += 1), SESSION)),
  );
  await api.report("worker-1", report);
  await api.report("worker-1", report);
  expect(asked).toBe(2);
});

test("rejects another role's credentials", async () => {
  const api = createWorkApi(base, "key", createSigner(REGION, { ...SESSION, secretAccessKey: "another" }));
  await expect(api.report("worker-1", report)).rejects.toThrow(Refused);
});
