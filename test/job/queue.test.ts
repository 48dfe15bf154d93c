import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import * as Fleets from "@pegbar/core/job/fleet";
import { startApi, type TestApi } from "../setup/api.ts";

const ARTIST = "artist@lumen.example";
const SUPERVISOR = "supervisor@lumen.example";
const Wait = z.object({ jobsAhead: z.number(), seconds: z.object({ low: z.number(), high: z.number() }) });
const Listed = z.object({ items: z.array(z.object({ id: z.string(), state: z.string(), wait: Wait.optional() })) });

let api: TestApi;
/** Jobs by name, in the order of their submits. */
const jobs = new Map<string, string>();

async function submit(name: string, as: string, over: Record<string, unknown> = {}): Promise<void> {
  const [show, shot] = as.endsWith("@lumen.example") ? ["HARBOR", "sq010/sh010"] : ["COMET", "sq010/sh010"];
  const body = { shot: `${show}/${shot}`, workflow: "paint-text", parameters: { prompt: name, seed: 1 }, ...over };
  const answer = await api.ask("POST", "/v1/jobs", { as, body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  jobs.set(name, z.object({ id: z.string() }).parse(answer.body).id);
}
const listed = async (as: string, query: string) => {
  const answer = await api.ask("GET", `/v1/jobs?${query}`, { as });
  expect(answer.status).toBe(200);
  return Listed.parse(answer.body).items;
};
const nameOf = (id: string) => [...jobs].find(([, one]) => one === id)?.[0];
const places = async (as: string, query = "wait=true") =>
  Object.fromEntries((await listed(as, query)).map(({ id, wait }) => [nameOf(id), wait?.jobsAhead]));

beforeAll(async () => {
  api = await startApi();
  // Without this, jobs of a class that has no worker have no estimated start.
  await api.studios.runAsPlatform("dispatch", () => Fleets.setStartsWorkers(true));
  await submit("other studio's", "artist@orrery.example");
  await submit("night", ARTIST, { lane: "batch" });
  await submit("first", ARTIST);
  await submit("low", ARTIST, { priority: -10 });
  await submit("second", ARTIST);
  await submit("urgent", SUPERVISOR, { priority: 50 });
  await submit("held", ARTIST);
  await api.ask("POST", `/v1/jobs/${jobs.get("held") ?? ""}/hold`, { as: ARTIST });
});
afterAll(() => api.stop());

describe("the place in the queue of a page of jobs", () => {
  test("depends on lane, priority and age within the studio", async () => {
    const all = { urgent: 0, first: 1, second: 2, low: 3, night: 4, held: undefined };
    expect(await places(SUPERVISOR)).toEqual(all);
    expect(await places("artist@orrery.example")).toEqual({ "other studio's": 0 });
  });

  test("counts jobs that the actor cannot see, and those of other pages", async () => {
    expect(await places(ARTIST)).toEqual({ first: 1, second: 2, low: 3, night: 4, held: undefined });
    expect(await places(ARTIST, "wait=true&state=queued&limit=1")).toEqual({ second: 2 });
  });

  test("equals the place in the job itself, with the same time", async () => {
    for (const { id, wait } of await listed(SUPERVISOR, "wait=true&state=queued")) {
      const { body } = await api.ask("GET", `/v1/jobs/${id}?wait=true`, { as: SUPERVISOR });
      expect(body).toMatchObject({ wait });
      expect(wait?.seconds.high).toBeGreaterThan(0);
    }
  });

  test("changes when another job goes first, and is only included on request", async () => {
    const priority = { as: SUPERVISOR, body: { action: "prioritise", priority: 60, jobIds: [jobs.get("night")] } };
    expect((await api.ask("POST", "/v1/jobs/actions", priority)).status).toBe(200);
    expect(await places(SUPERVISOR)).toMatchObject({ urgent: 0, night: 4 });
    await api.ask("POST", `/v1/jobs/${jobs.get("urgent") ?? ""}/cancel`, { as: SUPERVISOR });
    expect(await places(SUPERVISOR)).toMatchObject({ urgent: undefined, first: 0, second: 1, low: 2, night: 3 });
    expect((await listed(SUPERVISOR, "limit=50")).some(({ wait }) => wait !== undefined)).toBe(false);
  });
});

describe("bulk actions", () => {
  /** A token of the artist with only these permissions. */
  const tokenFor = async (...verbs: string[]): Promise<string> => {
    const answer = await api.ask("POST", "/v1/tokens", { as: ARTIST, body: { name: verbs.join(" "), verbs } });
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    return z.object({ secret: z.string() }).parse(answer.body).secret;
  };
  const act = (token: string, body: Record<string, unknown>) =>
    api.ask("POST", "/v1/jobs/actions", { token, body: { jobIds: [jobs.get("second")], ...body } });

  test("require only the permission of the action", async () => {
    const [hold, cancel, defer] = [
      await tokenFor("job.hold"),
      await tokenFor("job.cancel"),
      await tokenFor("job.defer"),
    ];
    expect(await act(hold, { action: "hold" })).toMatchObject({ status: 200, body: { changed: 1 } });
    expect(await act(hold, { action: "release" })).toMatchObject({ status: 200, body: { changed: 1 } });
    expect(await act(defer, { action: "prioritise", priority: -5 })).toMatchObject({
      status: 200,
      body: { changed: 1 },
    });
    for (const [token, action] of [
      [cancel, "hold"],
      [cancel, "release"],
      [hold, "cancel"],
      [defer, "cancel"],
    ] as const)
      expect(await act(token, { action }), action).toMatchObject({ status: 403, body: { code: "forbidden" } });
    expect(await act(hold, { action: "prioritise", priority: -6 })).toMatchObject({ status: 403 });
    expect(await act(await tokenFor("job.read"), { action: "cancel" })).toMatchObject({ status: 403 });
    expect(await act(cancel, { action: "cancel" })).toMatchObject({ status: 200, body: { changed: 1 } });
  });
});
