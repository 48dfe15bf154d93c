import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApi, type TestApi } from "../setup/api.ts";

const ARTIST = "artist@lumen.example";
const ADMIN = "admin@lumen.example";

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

interface Event {
  id: string;
  type: string;
  data: { jobId?: string };
}
interface News {
  items: Event[];
  next: string;
}

let prompt = 0;
const submit = async (as = ARTIST): Promise<string> => {
  const show = as.includes("orrery") ? "COMET" : "HARBOR";
  const made = await api.ask("POST", "/v1/jobs", {
    as,
    body: { shot: `${show}/sq010/sh010`, workflow: "paint-text", parameters: { prompt: `p${prompt++}` } },
  });
  expect(made, JSON.stringify(made.body)).toMatchObject({ status: 201 });
  return (made.body as { id: string }).id;
};
const cancel = (id: string, as = ARTIST) => api.ask("POST", `/v1/jobs/${id}/cancel`, { as });
const poll = async (query: string, as = ARTIST, path = "/v1/events"): Promise<News> => {
  const answer = await api.ask("GET", `${path}?${query}`, { as, headers: { accept: "application/json" } });
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 });
  return answer.body as News;
};
/**
 * Submits a job and returns the position right after its event. Without `after`, events that ended before the request are
 * repeated if an older transaction is still open, in any database of this server: test files share one.
 */
const submitAndFollow = async (as = ARTIST): Promise<string> => {
  let { next } = await poll("wait=0", as);
  const id = await submit(as);
  for (;;) {
    const news = await poll(`after=${next}&wait=10`, as);
    next = news.next;
    if (news.items.at(-1)?.data.jobId === id) return next;
  }
};
const told = ({ items }: News) => items.map(({ type, data }) => [type, data.jobId]);

describe("the events function of the cloud", () => {
  test("follows a job and the studio, and has no other route", async () => {
    const base = await api.startEventsFunction();
    const id = await submit();
    const get = (path: string, as = ARTIST) =>
      api.ask("GET", path, { as, headers: { accept: "application/json" } }, base);
    expect(await get(`/v1/jobs/${id}/events?wait=0`)).toMatchObject({
      status: 200,
      body: { items: [{ type: "queued" }] },
    });
    expect(await get("/v1/events?wait=0")).toMatchObject({ status: 200 });
    expect(await get(`/v1/jobs/${id}/events?wait=0`, "artist@orrery.example")).toMatchObject({ status: 404 });
    expect((await fetch(`${base}/v1/events`)).status).toBe(401);
    const other = await fetch(`${base}/v1/jobs/${id}`, {
      headers: { authorization: `Bearer ${await api.issuer.sign(ARTIST)}` },
    });
    expect(other.status).toBe(404);
  });
});

/** Events of a stream until `enough` says so; closes it then. */
async function stream(path: string, as: string, enough: (events: Event[]) => boolean, last?: string): Promise<Event[]> {
  const closing = new AbortController();
  const response = await fetch(api.url + path, {
    headers: {
      authorization: `Bearer ${await api.issuer.sign(as)}`,
      ...(last === undefined ? {} : { "last-event-id": last }),
    },
    signal: closing.signal,
  });
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const events: Event[] = [];
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1];
      const type = field("event");
      if (type !== undefined)
        events.push({ id: field("id") ?? "", type, data: JSON.parse(field("data") ?? "{}") as Event["data"] });
    }
    if (enough(events)) break;
  }
  closing.abort();
  return events;
}

describe("the studio's activity", () => {
  test("long polling starts with the next event and continues from its position", async () => {
    expect((await poll("wait=0")).items).toEqual([]);
    const start = await submitAndFollow();
    const waiting = poll(`after=${start}&wait=10`);
    const id = await submit();
    const submitted = performance.now();
    const first = await waiting;
    expect(told(first)).toEqual([["queued", id]]);
    // Woken, not found at the end of the wait.
    expect(performance.now() - submitted).toBeLessThan(8000);
    await cancel(id);
    const second = await poll(`after=${first.next}&wait=10`);
    expect(told(second)).toEqual([["cancelled", id]]);
    expect(told(await poll(`after=${start}&wait=0`))).toEqual([
      ["queued", id],
      ["cancelled", id],
    ]);
  });

  test("a stream resumes after the last id without missing events", async () => {
    const opened = await stream("/v1/events", ARTIST, (events) => events.length > 0);
    expect(opened).toMatchObject([{ type: "open" }]);
    const last = await submitAndFollow();
    const ids = [await submit(), await submit()];
    const seen = await stream("/v1/events", ARTIST, (events) => events.length >= 1, last);
    expect(seen[0]).toMatchObject({ type: "queued", data: { jobId: ids[0] } });
    const rest = await stream("/v1/events", ARTIST, (events) => events.length >= 1, seen[0]?.id);
    expect(rest[0]).toMatchObject({ type: "queued", data: { jobId: ids[1] } });
  });

  test("contains events of visible jobs, and none of other studios", async () => {
    const artist = await submitAndFollow();
    const admin = await submitAndFollow(ADMIN);
    const stranger = await submitAndFollow("admin@orrery.example");
    const theirs = await submit("admin@orrery.example");
    const supervisors = await submit("supervisor@lumen.example");
    expect(told(await poll(`after=${admin}&wait=10`, ADMIN))).toEqual([["queued", supervisors]]);
    expect(told(await poll(`after=${stranger}&wait=10`, "admin@orrery.example"))).toEqual([["queued", theirs]]);
    expect(told(await poll(`after=${artist}&wait=0`))).toEqual([]);
  });

  test("has opaque ids, which other studios cannot use", async () => {
    const { next } = await poll("wait=0", "admin@orrery.example");
    for (const id of [next, "AAAAAAAAAAAAAAAAAAAAAA"]) {
      const answer = await api.ask("GET", `/v1/events?after=${id}&wait=0`, {
        as: ARTIST,
        headers: { accept: "application/json" },
      });
      expect(answer).toMatchObject({ status: 400, body: { code: "cursor_invalid" } });
      const streamed = await api.ask("GET", "/v1/events", { as: ARTIST, headers: { "last-event-id": id } });
      expect(streamed).toMatchObject({ status: 400, body: { code: "cursor_invalid" } });
    }
    for (const id of ["3", "💥", "x".repeat(23)]) {
      const answer = await api.ask("GET", `/v1/events?after=${encodeURIComponent(id)}`, { as: ARTIST });
      expect(answer).toMatchObject({ status: 400, body: { code: "invalid_request" } });
    }
  });

  test("contains an event of a slow transaction that was written first and committed last", async () => {
    const [one, two] = [await submit(), await submit()];
    const start = await submitAndFollow();
    let commit = (): void => undefined;
    const slow = api.admin.begin(async (sql) => {
      await sql`insert into job_event (tenant_id, job_id, type, data) select tenant_id, id, 'held', '{}' from job where id = ${one}`;
      await new Promise<void>((resolve) => (commit = resolve));
    });
    await expect
      .poll(
        async () =>
          (
            await api.admin`select 1 from pg_stat_activity
              where state = 'idle in transaction' and query like 'insert into job_event%' and datname = current_database()`
          ).length,
      )
      .toBe(1);
    await cancel(two);
    const meanwhile = await poll(`after=${start}&wait=0`);
    commit();
    await slow;
    const seen = told(meanwhile);
    for (let { next } = meanwhile; seen.length < 2;) {
      const news = await poll(`after=${next}&wait=10`);
      next = news.next;
      seen.push(...told(news));
    }
    expect(seen).toEqual([
      ["held", one],
      ["cancelled", two],
    ]);
  });

  test("tells of an event as soon as the transaction that held it has ended", async () => {
    const id = await submit();
    const start = await submitAndFollow();
    let end = (): void => undefined;
    const older = api.admin.begin(async (sql) => {
      await sql`select pg_current_xact_id()`;
      await new Promise<void>((resolve) => (end = resolve));
    });
    await expect
      .poll(
        async () =>
          (await api.admin`select 1 from pg_stat_activity where query = 'select pg_current_xact_id()'`).length,
      )
      .toBe(1);
    await cancel(id);
    const waiting = poll(`after=${start}&wait=10`);
    expect((await poll(`after=${start}&wait=0`)).items).toEqual([]);
    end();
    await older;
    const ended = performance.now();
    expect(told(await waiting)).toEqual([["cancelled", id]]);
    // No signal is sent when the older transaction ends.
    expect(performance.now() - ended).toBeLessThan(8000);
  });

  test("contains notices for admins", async () => {
    const artist = await submitAndFollow();
    await api.admin`insert into notice (id, tenant_id, type, subject_id, meter, threshold, period, "limit", data)
      select 'ntc_x', id, 'quota.threshold', id, 'dollars', 80, '2026-01', 1, '{}' from tenant where slug = 'lumen'`;
    const seen = (await poll(`after=${artist}&wait=10`, ADMIN)).items;
    expect(seen).toMatchObject([{ type: "notice", data: { meter: "dollars", threshold: 80 } }]);
    expect((await poll(`after=${artist}&wait=0`)).items).toEqual([]);
  });
});

describe("a job's events", () => {
  test("long polling returns events, and that the job has ended", async () => {
    const id = await submit();
    const path = `/v1/jobs/${id}/events`;
    const first = await poll("", ARTIST, path);
    expect(first).toMatchObject({ items: [{ type: "queued" }], ended: false, progress: null });
    const waiting = poll(`after=${first.next}&wait=10`, ARTIST, path);
    await cancel(id);
    expect(await waiting).toMatchObject({ items: [{ type: "cancelled" }], ended: true });
    const started = performance.now();
    expect(await poll(`after=${(await poll("", ARTIST, path)).next}&wait=10`, ARTIST, path)).toMatchObject({
      items: [],
    });
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test("a stream ends after its time window, and the next one continues", async () => {
    const id = await submit();
    const started = performance.now();
    const events = await stream(`/v1/jobs/${id}/events`, ARTIST, () => false);
    // The test's window is three seconds.
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(events.map(({ type }) => type)).toEqual(["queued"]);
    await cancel(id);
    const rest = await stream(`/v1/jobs/${id}/events`, ARTIST, () => false, events[0]?.id);
    expect(rest.map(({ type }) => type)).toEqual(["cancelled"]);
  });
});
