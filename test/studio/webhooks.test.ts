import { spawn } from "node:child_process";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Webhook as Verifier } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "@pegbar/core/platform/actor.ts";
import * as Context from "@pegbar/core/platform/context.ts";
import { tx } from "@pegbar/core/platform/database";
import * as Job from "@pegbar/core/job";
import * as Attempt from "@pegbar/core/attempt";
import * as Notice from "@pegbar/core/studio/notice";
import * as Webhook from "@pegbar/core/studio/webhook";
import { enqueueJobEvents } from "@pegbar/core/studio/event/enqueue.ts";
import { pump } from "@pegbar/core/studio/webhook/pump.ts";
import * as Send from "@pegbar/core/studio/webhook/send.ts";
import { scheduleRetry } from "@pegbar/core/studio/webhook/retry.ts";
import { WEBHOOK_KEY } from "../setup/constants.ts";
import { startReceiver, type Received } from "../setup/receiver.ts";
import { createStudios, type Studios } from "../setup/studio.ts";
import { chosen } from "../setup/webhooks.ts";
import { createActions } from "../setup/work.ts";

let studios: Studios;
let admin: Actor;
let receiver: Awaited<ReturnType<typeof startReceiver>>;

beforeEach(async () => {
  studios = await createStudios();
  admin = await studios.member("lumen", "admin");
  receiver = await startReceiver();
});
afterEach(async () => {
  await receiver.stop();
  await studios.drop();
});

const asAdmin = <T>(cb: () => Promise<T>) => studios.as(admin, cb);
const create = (events: string[] = ["job.succeeded", "job.failed", "job.cancelled", "job.held", "notice"]) =>
  asAdmin(() => Webhook.create(Webhook.Draft.parse({ url: receiver.url, events })));
/** Sends like the product until nothing is due. Returns the number of attempts. */
const sendDue = (atOnce = 64) =>
  studios.runAsPlatform("webhook", () =>
    pump({ atOnce, tickMs: 20, untilIdle: true, signal: AbortSignal.timeout(20_000) }),
  );
const sendOne = () =>
  studios.runAsPlatform("webhook", async () => {
    const [taken] = await Send.take(1);
    if (!taken) throw new Error("nothing is due");
    await Send.send(taken);
  });
const log = async (webhookId: string) => (await asAdmin(() => Webhook.listDeliveries({ webhookId, query: {} }))).items;
const ping = (id: string) => asAdmin(() => Webhook.ping(id));
const last = (): Received => {
  const found = receiver.received.at(-1);
  if (!found) throw new Error("nothing was received");
  return found;
};
const verified = (secret: string, { body, headers }: Received = last()) =>
  new Verifier(secret).verify(body, headers as Record<string, string>) as {
    type: string;
    data: Record<string, unknown>;
  };
const submit = async (by = admin) =>
  (
    await studios.as(by, () =>
      Job.submit(
        Job.SubmitRequest.parse({ shot: "HARBOR/sq010/sh010", workflow: "paint-text", parameters: { prompt: "a" } }),
        undefined,
      ),
    )
  ).job.id;
const doing = () => createActions(studios);
const claimed = async () => {
  const lease = await doing().claim();
  if (!lease) throw new Error("nothing to do");
  return lease;
};
const dispatch = <T>(cb: () => Promise<T>) => studios.runAsPlatform("dispatch", cb);

describe("events", () => {
  test("are sent for a cancelled and a held job, with signatures that the library verifies", async () => {
    const { secret } = await create();
    const [one, two] = [await submit(), await submit()];
    await asAdmin(() => Job.actOn(one, { action: "cancel" }));
    await asAdmin(() => Job.actOn(two, { action: "hold" }));
    expect(await sendDue()).toBe(2);
    const told = receiver.received.map((each) => verified(secret, each));
    expect(told.map(({ type, data }) => [type, data["jobId"]]).toSorted()).toEqual(
      [
        ["job.cancelled", one],
        ["job.held", two],
      ].toSorted(),
    );
    expect(told[0]?.data).toMatchObject({ show: "HARBOR", sequence: "sq010", shot: "sh010", assetIds: [] });
    expect(await sendDue()).toBe(0);
  });

  test("are sent for a successful job, with its assets", async () => {
    const { secret } = await create();
    const jobId = await submit();
    await doing().complete(await claimed(), 10);
    expect(await sendDue()).toBe(1);
    const { type, data } = verified(secret);
    expect([type, data["jobId"], data["state"], data["assetCount"]]).toEqual(["job.succeeded", jobId, "succeeded", 1]);
    const assets = await studios.database.admin()`select id from asset where job_id = ${jobId}`;
    expect(data["assetIds"]).toEqual(assets.map((row) => String(row["id"])));
    expect(data["endedAt"]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  test("are sent for a failure without its traceback, which limits the body", async () => {
    const { secret } = await create();
    const jobId = await submit();
    const { attemptId } = await claimed();
    const traceback = Array<string>(40).fill("x".repeat(2000));
    const node = { id: "3", classType: "KSampler" };
    const failure = { kind: "node_error" as const, message: "m".repeat(4000), node, traceback, executionMs: 0 };
    await dispatch(() => Attempt.fail(attemptId, failure));
    await sendDue();
    const told = verified(secret);
    expect(told).toMatchObject({ type: "job.failed", data: { jobId, state: "failed", show: "HARBOR" } });
    expect(told.data["failure"]).toEqual({ kind: "node_error", message: "m".repeat(4000), node });
    expect(last().body.length).toBeLessThan(8000);
  });

  test("contain at most a hundred assets", async () => {
    const { id } = await create();
    const jobId = await submit();
    await doing().complete(await claimed(), 10);
    await studios.database.admin().unsafe(`
      insert into asset select (jsonb_populate_record(asset, jsonb_build_object(
        'id', 'ast_more' || n, 'position', n, 'name', 'more' || n, 'key', key || n, 'version', n + 1))).*
      from asset, generate_series(1, 2000) as n where job_id = '${jobId}'`);
    await asAdmin(() => tx((one) => enqueueJobEvents(one, [jobId], "succeeded")));
    const [newest] = await log(id);
    const first = Array.from({ length: 100 }, () => expect.stringMatching(/^ast_/) as string);
    expect(newest?.payload).toMatchObject({ data: { assetCount: 2001, assetIds: first } });
  });

  test("are sent for a cancelled running job when it has stopped", async () => {
    const { secret } = await create();
    const jobId = await submit();
    const lease = await claimed();
    await doing().cancel(admin, jobId);
    expect(await sendDue()).toBe(0);
    await doing().lose(lease);
    expect(await sendDue()).toBe(1);
    expect(verified(secret)).toMatchObject({ type: "job.cancelled", data: { jobId } });
  });

  test("are sent for a job that the platform holds, and not for an interrupted attempt", async () => {
    const { secret } = await create();
    const jobId = await submit();
    for (let lost = 1; lost <= 20; lost++) {
      expect(await sendDue()).toBe(0);
      await doing().lose(await claimed());
    }
    expect(await sendDue()).toBe(1);
    expect(verified(secret)).toMatchObject({ type: "job.held", data: { jobId, heldBy: "platform" } });
  });

  test("are sent for an expired lease only if it ends the job", async () => {
    const { secret } = await create();
    const jobId = await submit();
    await claimed();
    await doing().cancel(admin, jobId);
    studios.advance(31);
    await dispatch(() => Attempt.expireAttempts());
    expect(await sendDue()).toBe(1);
    expect(verified(secret)).toMatchObject({ type: "job.cancelled", data: { jobId } });
  });

  test("are sent only for subscribed types of the own studio, and not to a disabled webhook", async () => {
    const notices = await create(["notice"]);
    const there = await studios.member("orrery", "admin");
    const theirs = await studios.as(there, () =>
      Webhook.create(Webhook.Draft.parse({ url: receiver.url, events: ["job.cancelled"] })),
    );
    const off = await create();
    await asAdmin(() => Webhook.update({ id: off.id, change: { state: "disabled" } }));
    const id = await submit();
    await asAdmin(() => Job.actOn(id, { action: "cancel" }));
    expect(await sendDue()).toBe(0);
    expect([...(await log(notices.id)), ...(await log(off.id))]).toEqual([]);
    await expect(asAdmin(() => Webhook.fromID(theirs.id))).rejects.toMatchObject({ code: "not_found" });
    await expect(log(theirs.id)).rejects.toMatchObject({ code: "not_found" });
  });

  test("are sent for a notice", async () => {
    const { secret } = await create(["notice"]);
    await asAdmin(async () => {
      const row = {
        type: "quota.threshold",
        subjectId: "x",
        meter: "storageBytes",
        threshold: 80,
        period: "now",
        limit: 10,
        data: { scope: "tenant", limit: 10, taken: 8 },
      };
      await tx((one) => Notice.keep(one, [row]));
      await tx((one) => Notice.keep(one, [row]));
    });
    expect(await sendDue()).toBe(1);
    expect(verified(secret)).toMatchObject({
      type: "notice",
      data: { meter: "storageBytes", threshold: 80, taken: 8 },
    });
  });

  test("a webhook that is deleted while a job ends blocks neither", async () => {
    const { id } = await create();
    const jobId = await submit();
    await asAdmin(() =>
      tx(async () => {
        await Job.actOn(jobId, { action: "cancel" });
        // Another connection: its transaction commits before this one.
        await Context.provide(
          { actor: admin, ports: { ...studios.ports.app, database: studios.database.connection("app") } },
          () => Webhook.remove(id),
        );
      }),
    );
    expect(await sendDue()).toBe(0);
    expect(await asAdmin(() => Job.fromID(jobId))).toMatchObject({ state: "cancelled" });
  });

  test("are not sent for a transaction that is rolled back", async () => {
    await create();
    const id = await submit();
    const undone = asAdmin(() =>
      tx(async () => {
        await Job.actOn(id, { action: "cancel" });
        throw new Error("undo");
      }),
    );
    await expect(undone).rejects.toThrow("undo");
    expect(await sendDue()).toBe(0);
  });
});

describe("secrets", () => {
  test("after a rotation both sign, until the old one expires", async () => {
    const { id, secret: old } = await create();
    const { secret: fresh } = await asAdmin(() => Webhook.rotate({ id, rotation: { overlapHours: 1 } }));
    await ping(id);
    await sendDue();
    expect(String(last().headers["webhook-signature"]).split(" ")).toHaveLength(2);
    expect(verified(old)).toEqual(verified(fresh));
    studios.advance(3601);
    await ping(id);
    await sendDue();
    expect(String(last().headers["webhook-signature"]).split(" ")).toHaveLength(1);
    expect(() => verified(old)).toThrow();
  });

  test("0 hours invalidate all old ones immediately, and at most three sign", async () => {
    const { id, secret: first } = await create();
    const rotate = async (overlapHours: number) =>
      (await asAdmin(() => Webhook.rotate({ id, rotation: { overlapHours } }))).secret;
    const [second, third, fourth] = [await rotate(100), await rotate(100), await rotate(100)];
    await ping(id);
    await sendDue();
    expect(() => verified(first)).toThrow();
    for (const secret of [second, third, fourth]) expect(verified(secret)).toMatchObject({ type: "webhook.test" });
    const fifth = await rotate(0);
    await ping(id);
    await sendDue();
    expect(() => verified(fourth)).toThrow();
    expect(verified(fifth)).toMatchObject({ type: "webhook.test" });
  });

  test("a changed body or timestamp does not verify", async () => {
    const { id, secret } = await create();
    await ping(id);
    await sendDue();
    const { headers, body } = last();
    expect(() => verified(secret, { headers, body: body.replace("webhook.test", "job.failed") })).toThrow();
    const later = { ...headers, "webhook-timestamp": String(Number(headers["webhook-timestamp"]) + 1) };
    expect(() => verified(secret, { headers: later, body })).toThrow();
  });

  test("one that cannot be decrypted with the platform's key is a failed attempt", async () => {
    const { id } = await create();
    await ping(id);
    const ports = { ...studios.ports.webhook, webhooks: chosen.make({ key: Buffer.alloc(32, 1), local: true }) };
    const signal = AbortSignal.timeout(20_000);
    await Context.provide({ actor: { type: "platform", name: "test" }, ports }, () =>
      pump({ atOnce: 1, tickMs: 20, untilIdle: true, signal }),
    );
    expect(receiver.received).toEqual([]);
    expect((await log(id))[0]).toMatchObject({
      state: "pending",
      attempts: [{ error: expect.stringContaining("rotate") }],
    });
  });

  test("cannot be read from the database", async () => {
    const { secret } = await create();
    const rows = await studios.database.admin()`select encode(sealed, 'escape') as sealed from webhook_secret`;
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(JSON.stringify(rows)).not.toContain(secret.slice(6, 30));
  });
});

describe("deliveries", () => {
  test("after a 500 the same event is sent again later", async () => {
    const { id } = await create();
    const { eventId } = await ping(id);
    receiver.answer.status = 500;
    await sendDue();
    expect((await log(id))[0]).toMatchObject({ state: "pending", attempts: [{ status: 500, error: "answered 500" }] });
    expect(await sendDue()).toBe(0);
    receiver.answer.status = 204;
    studios.advance(7);
    expect(await sendDue()).toBe(1);
    expect(receiver.received.map(({ headers }) => headers["webhook-id"])).toEqual([eventId, eventId]);
    expect((await log(id))[0]).toMatchObject({ state: "delivered", attempts: [{ status: 500 }, { status: 204 }] });
  });

  test("are not lost if a process dies between taking and sending, and are not sent by two processes at once", async () => {
    const { id } = await create();
    const { eventId } = await ping(id);
    const take = () => studios.runAsPlatform("webhook", () => Send.take(16));
    const taken = await Promise.all([take(), take(), take()]);
    expect(taken.flat()).toHaveLength(1);
    expect(await sendDue()).toBe(0);
    studios.advance(31);
    expect(await sendDue()).toBe(1);
    expect(last().headers["webhook-id"]).toBe(eventId);
    expect((await log(id))[0]).toMatchObject({ state: "delivered" });
  });

  test("arrive at a receiver that was unavailable", async () => {
    const { id, secret } = await create();
    await receiver.stop();
    const sent = [await ping(id), await ping(id), await ping(id)].map(({ eventId }) => eventId);
    expect(await sendDue()).toBe(3);
    expect((await log(id))[0]).toMatchObject({
      attempts: [{ status: null, error: "could not be reached (ECONNREFUSED)" }],
    });
    receiver = await startReceiver({ port: receiver.port });
    studios.advance(7);
    expect(await sendDue()).toBe(3);
    expect(receiver.received.map(({ headers }) => headers["webhook-id"]).toSorted()).toEqual(sent.toSorted());
    for (const each of receiver.received) expect(verified(secret, each)).toMatchObject({ type: "webhook.test" });
  });

  test("are sent again as the same event after a process is killed between sending and settling", async () => {
    const { id } = await create();
    const { eventId } = await ping(id);
    receiver.answer.silent = true;
    const database = { url: studios.database.url("webhook") };
    const child = spawn(
      process.execPath,
      [path.join(import.meta.dirname, "../../packages/local/src/process/webhooks.ts")],
      {
        stdio: ["ignore", "ignore", "inherit", "ipc"],
        env: {
          SST_RESOURCE_WebhookDatabase: JSON.stringify(database),
          SST_RESOURCE_WebhookKey: JSON.stringify({ value: WEBHOOK_KEY.toString("hex") }),
          SST_RESOURCE_WebhookTargets: JSON.stringify({ local: true }),
          METRICS_PORT: "0",
        },
      },
    );
    const ended = new Promise((resolve) => child.once("close", resolve));
    await expect.poll(() => receiver.received.length, { timeout: 15_000 }).toBe(1);
    child.kill("SIGKILL");
    await ended;
    receiver.answer.silent = false;
    expect((await log(id))[0]).toMatchObject({ state: "pending", attempts: [] });
    expect(await sendDue()).toBe(0);
    studios.advance(31);
    expect(await sendDue()).toBe(1);
    expect(receiver.received.map(({ headers }) => headers["webhook-id"])).toEqual([eventId, eventId]);
    expect((await log(id))[0]).toMatchObject({ state: "delivered" });
  }, 30_000);

  test("to hanging receivers of a studio use at most eight slots, four each, and delay no others", async () => {
    const silent = [await create(), await create(), await create(), await create()];
    for (const [n, { id }] of silent.entries()) {
      await asAdmin(() => Webhook.update({ id, change: { url: `${receiver.url}/${n}` } }));
      for (let sent = 0; sent < 10; sent++) await ping(id);
      if (n === 0) expect(await studios.runAsPlatform("webhook", () => Send.take(16))).toHaveLength(4);
    }
    studios.advance(31);
    receiver.answer.silent = true;
    const other = await startReceiver();
    const there = await studios.member("orrery", "admin");
    const draft = Webhook.Draft.parse({ url: other.url, events: ["notice"] });
    const theirs = await studios.as(there, () => Webhook.create(draft));
    await studios.as(there, () => Webhook.ping(theirs.id));
    const stop = new AbortController();
    const pumping = studios.runAsPlatform("webhook", () =>
      Promise.all([0, 1].map(() => pump({ atOnce: 10, tickMs: 20, untilIdle: false, signal: stop.signal }))),
    );
    await expect.poll(() => other.received.length, { timeout: 900, interval: 10 }).toBe(1);
    await expect.poll(() => receiver.open().length, { timeout: 500, interval: 10 }).toBeGreaterThanOrEqual(8);
    await sleep(200);
    const open = receiver.open();
    expect(open).toHaveLength(8);
    for (const n of silent.keys()) expect(open.filter((one) => one.endsWith(`/${n}`)).length).toBeLessThanOrEqual(4);
    stop.abort();
    await pumping;
    await other.stop();
  });

  test("that succeed late count, after their time or with the webhook disabled", async () => {
    const { id } = await create();
    for (const meanwhile of [
      async () => studios.advance(31),
      () => asAdmin(() => Webhook.update({ id, change: { state: "disabled" } })),
    ]) {
      const { eventId } = await ping(id);
      receiver.answer.silent = true;
      // Sends once instead of pumping: after the timeout the pump may retry before this result is stored.
      const sending = sendOne();
      await expect.poll(() => receiver.open().length, { interval: 10 }).toBe(1);
      await meanwhile();
      receiver.answer.silent = false;
      receiver.release();
      await sending;
      const found = (await log(id)).find((one) => one.eventId === eventId);
      expect(found).toMatchObject({ state: "delivered", attempts: [{ status: 200 }] });
    }
  });

  test("are deleted after 30 days, and store their last 50 attempts", async () => {
    const { id } = await create();
    const { eventId } = await ping(id);
    for (let n = 0; n < 52; n++) {
      await sendDue();
      await asAdmin(() => Webhook.replay({ webhookId: id, eventId }));
    }
    expect((await log(id))[0]?.attempts).toHaveLength(50);
    const forget = () => studios.runAsPlatform("webhook", () => Send.forget());
    await forget();
    expect(await log(id)).toHaveLength(1);
    await studios.database.admin()`update webhook_delivery set created_at = now() - interval '31 days'`;
    await forget();
    expect(await log(id)).toEqual([]);
  }, 30_000);

  test("are deleted with their webhook and its secrets", async () => {
    const { id } = await create();
    await ping(id);
    await asAdmin(() => Webhook.remove(id));
    expect(await sendDue()).toBe(0);
    const [left] = await studios.database.admin()`
      select (select count(*)::int from webhook_delivery) + (select count(*)::int from webhook_secret) as count`;
    expect(left).toEqual({ count: 0 });
  });

  test("a 410 disables the webhook immediately, and admins get a notice, also by another webhook", async () => {
    const { id } = await create();
    const elsewhere = await startReceiver();
    const draft = Webhook.Draft.parse({ url: elsewhere.url, events: ["notice"] });
    const other = await asAdmin(() => Webhook.create(draft));
    receiver.answer.status = 410;
    await ping(id);
    await sendDue();
    expect(await asAdmin(() => Webhook.fromID(id))).toMatchObject({
      state: "disabled",
      reason: "the receiver answered 410 Gone",
    });
    const notices = await asAdmin(() => Notice.list({}));
    expect(notices.items).toMatchObject([{ type: "webhook.disabled", subjectId: id }]);
    await sendDue();
    const told = elsewhere.received.map((each) => verified(other.secret, each));
    expect(told).toMatchObject([{ type: "notice", data: { type: "webhook.disabled", subjectId: id } }]);
    await elsewhere.stop();
    await expect(ping(id)).rejects.toMatchObject({ code: "conflict" });
  });

  test("eleven failures over a day disable the webhook unless something was delivered meanwhile", async () => {
    const { id } = await create();
    receiver.answer.status = 503;
    const exhaust = async () => {
      for (let tries = 0; tries < 11; tries++) {
        expect(await sendDue()).toBe(1);
        studios.advance(28_800 * 1.2 + 1);
      }
    };
    await ping(id);
    await exhaust();
    expect(await sendDue()).toBe(0);
    expect((await log(id))[0]).toMatchObject({ state: "failed" });
    expect(await asAdmin(() => Webhook.fromID(id))).toMatchObject({ state: "disabled" });
    await asAdmin(() => Webhook.update({ id, change: { state: "active" } }));
    await ping(id);
    for (let tries = 0; tries < 10; tries++) {
      studios.advance(28_800 * 1.2 + 1);
      expect(await sendDue()).toBe(1);
    }
    // The last try is not due yet, so only the new event is sent.
    receiver.answer.status = 200;
    await ping(id);
    expect(await sendDue()).toBe(1);
    receiver.answer.status = 503;
    studios.advance(28_800 * 1.2 + 1);
    expect(await sendDue()).toBe(1);
    expect((await log(id)).filter(({ state }) => state === "failed")).toHaveLength(2);
    expect(await asAdmin(() => Webhook.fromID(id))).toMatchObject({ state: "active" });
  });

  test("redirects are not followed, and the error says so", async () => {
    const { id } = await create();
    receiver.answer.status = 302;
    receiver.answer.headers = { location: receiver.url };
    await ping(id);
    await sendDue();
    expect(receiver.received).toHaveLength(1);
    expect((await log(id))[0]?.attempts[0]?.error).toContain("redirects are not followed");
  });

  test("a receiver that does not answer times out", async () => {
    const { id } = await create();
    receiver.answer.silent = true;
    await ping(id);
    await sendDue();
    expect((await log(id))[0]).toMatchObject({ attempts: [{ status: null, error: "no answer within 1 s" }] });
  });

  test("replay sends the same event again", async () => {
    const { id, secret } = await create();
    const { eventId } = await ping(id);
    await sendDue();
    await asAdmin(() => Webhook.replay({ webhookId: id, eventId }));
    expect(await sendDue()).toBe(1);
    expect(receiver.received.map(({ headers }) => headers["webhook-id"])).toEqual([eventId, eventId]);
    expect(verified(secret).type).toBe("webhook.test");
    expect((await log(id))[0]?.attempts).toHaveLength(2);
  });

  test("a replay during an attempt does not send it twice at once", async () => {
    const { id } = await create();
    const { eventId } = await ping(id);
    receiver.answer.silent = true;
    const sending = sendDue();
    await expect.poll(() => receiver.received.length, { interval: 10 }).toBe(1);
    await asAdmin(() => Webhook.replay({ webhookId: id, eventId }));
    expect(await studios.runAsPlatform("webhook", () => Send.take(16))).toEqual([]);
    receiver.release();
    await sending;
    expect(receiver.received).toHaveLength(1);
    expect((await log(id))[0]).toMatchObject({ state: "delivered" });
  });

  test("all attempts together take about a day, with a fifth of jitter", () => {
    const now = new Date();
    const hours = (random: number) =>
      Array.from({ length: 10 }, (_, n) => Number(scheduleRetry(n + 1, now, undefined, random)) - now.getTime()).reduce(
        (sum, ms) => sum + ms / 3_600_000,
        0,
      );
    expect(hours(0)).toBeGreaterThan(23);
    expect(hours(1)).toBeCloseTo(hours(0) * 1.2, 3);
  });

  test("a Retry-After counts if it is longer than the delay, within bounds", () => {
    const now = new Date("2026-01-01T00:00:00Z");
    const seconds = (tries: number, after?: string) =>
      ((scheduleRetry(tries, now, after, 0)?.getTime() ?? 0) - now.getTime()) / 1000;
    expect(seconds(1)).toBe(5);
    expect(seconds(1, "120")).toBe(120);
    expect(seconds(3, "1")).toBe(120);
    expect(seconds(1, "999999999")).toBe(21_600);
    expect(seconds(1, "Thu, 01 Jan 2026 00:10:00 GMT")).toBe(600);
    expect(seconds(1, "soon")).toBe(5);
    expect(scheduleRetry(11, now, undefined)).toBeUndefined();
  });
});

test("a refused address has an error code", async () => {
  const outside = chosen.make({ key: WEBHOOK_KEY, resolve: async () => ["10.0.0.7"] });
  const ports = { ...studios.ports.app, webhooks: outside };
  await expect(
    Context.provide({ actor: admin, ports }, () => Webhook.assertCallable("https://inside.example/")),
  ).rejects.toMatchObject({ code: "webhook_url_refused", status: 422 });
});

test("actions on webhooks are audited", async () => {
  const { id } = await create();
  const { eventId } = await ping(id);
  await asAdmin(() => Webhook.update({ id, change: { description: "Farm" } }));
  await asAdmin(() => Webhook.rotate({ id, rotation: { overlapHours: 1 } }));
  await asAdmin(() => Webhook.replay({ webhookId: id, eventId }));
  await asAdmin(() => Webhook.remove(id));
  const rows =
    await studios.database.admin()`select action, before, after from audit where subject_id = ${id} order by id`;
  expect(rows.map((row) => String(row["action"]))).toEqual(
    ["create", "test", "update", "rotate", "replay", "remove"].map((verb) => `webhook.${verb}`),
  );
  expect(JSON.stringify(rows)).not.toContain("whsec_");
});

test("the webhook role cannot read jobs, members or quotas", async () => {
  const role = studios.database.raw("webhook");
  for (const table of ["job", "member", "asset", "quota", "api_token", "input"])
    await expect(role.unsafe(`select 1 from ${table}`)).rejects.toThrow("permission denied");
});
