import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { ClaimAnswer, TOKEN_HEADER, type Lease } from "@pegbar/core/contract";
import { Problem } from "@pegbar/functions/http/problem.ts";
import { startApi, type Answer, type TestApi } from "../setup/api.ts";
import { WORKER_KEY } from "../setup/constants.ts";
import { buildClaimRequest } from "../setup/studio.ts";

const ARTIST = "artist@lumen.example";
let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const work = (path: string, authorization: string, body: unknown) =>
  api.ask("POST", `/work/v1/${path}`, { body, headers: { authorization } }, api.workUrl);
const refused = ({ status, body }: Answer) => [status, Problem.parse(body).code];
const claim = (nonce: string, key = WORKER_KEY) => work("claims", `Worker ${key}`, buildClaimRequest(nonce));
/** A running attempt of a new job. */
async function running(): Promise<Lease> {
  const body = { shot: "HARBOR/sq010/sh010", workflow: "paint-text", parameters: {} };
  expect((await api.ask("POST", "/v1/jobs", { as: ARTIST, body })).status).toBe(201);
  const answer = ClaimAnswer.parse((await claim((await api.studios.ticket()).nonce)).body);
  if (answer.result !== "granted") throw new Error("no lease");
  return answer.lease;
}
const jobOf = async ({ jobId }: Lease) =>
  z.looseObject({ state: z.string() }).parse((await api.ask("GET", `/v1/jobs/${jobId}`, { as: ARTIST })).body);

describe("authentication of claims and attempts", () => {
  test("a claim requires the worker's key and a known nonce", async () => {
    expect(refused(await claim("x".repeat(20), "wrong"))).toEqual([401, "unauthenticated"]);
    expect(refused(await work("claims", "", buildClaimRequest("x")))).toEqual([401, "unauthenticated"]);
    expect(refused(await work("claims", `Bearer ${await api.issuer.sign(ARTIST)}`, buildClaimRequest("x")))).toEqual([
      401,
      "unauthenticated",
    ]);
    expect(refused(await claim("01ARZ3NDEKTSV4RRFFQ69G5FAV"))[0]).toBe(403);
  });

  test("behind a gateway that requires a signature, key and token use a separate header", async () => {
    const signature = "AWS4-HMAC-SHA256 Credential=worker";
    const ask = (path: string, token: string, body: unknown) =>
      api.ask(
        "POST",
        `/work/v1/${path}`,
        { body, headers: { authorization: signature, [TOKEN_HEADER]: token } },
        api.workUrl,
      );
    const { attemptId, token } = await running();
    const beat = { phase: "rendering", previews: 0 };
    expect((await ask(`attempts/${attemptId}/heartbeat`, `Bearer ${token}`, beat)).status).toBe(200);
    expect((await ask(`attempts/${attemptId}/heartbeat`, "", beat)).status).toBe(401);
    expect((await ask("claims", `Worker ${WORKER_KEY}`, buildClaimRequest("01ARZ3NDEKTSV4RRFFQ69G5FAV"))).status).toBe(
      403,
    );
  });

  test("a lease's token is valid for its attempt only, and the worker's key for none", async () => {
    const [mine, other] = [await running(), await running()];
    const ends: [verb: string, body: unknown][] = [
      ["heartbeat", { phase: "running", previews: 0 }],
      ["uploads", { outputs: [] }],
      ["complete", { outputs: [], executionMs: 1 }],
      ["fail", { kind: "node_error", message: "x" }],
      ["release", { reason: "stopping" }],
    ];
    for (const [verb, body] of ends)
      for (const authorization of [`Bearer ${other.token}`, `Worker ${WORKER_KEY}`, "Bearer x", ""])
        expect((await work(`attempts/${mine.attemptId}/${verb}`, authorization, body)).status).toBe(401);
    expect((await jobOf(mine)).state).toBe("running");
    expect((await jobOf(other)).state).toBe("running");
  });
});

describe("output of custom nodes", () => {
  const odd = { NUL: "a\0b", "half a surrogate pair": "a\ud800b", "a very long line": "x".repeat(1999) };
  for (const [name, text] of Object.entries(odd))
    test(`${name} in an error ends the job with its details`, async () => {
      const lease = await running();
      const answer = await work(`attempts/${lease.attemptId}/fail`, `Bearer ${lease.token}`, {
        kind: "node_error",
        message: text,
        node: { id: "3", classType: "KSampler", title: text.slice(0, 50) },
        traceback: [text],
      });
      expect(answer.status).toBe(200);
      expect(await jobOf(lease)).toMatchObject({ state: "failed", failure: { kind: "node_error", node: { id: "3" } } });
    });
});

test("no test of this file caused a 5xx", () => {
  expect(api.studios.logged.filter(({ level }) => level === "error")).toEqual([]);
});
