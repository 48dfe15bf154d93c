import { spawn } from "node:child_process";
import path from "node:path";
import { Webhook as Verifier } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { httpWebhooks } from "@pegbar/core/adapter";
import type { Actor } from "@pegbar/core/actor.ts";
import * as Context from "@pegbar/core/context.ts";
import { tx } from "@pegbar/core/database";
import * as Job from "@pegbar/core/job";
import * as Lease from "@pegbar/core/lease";
import * as Notice from "@pegbar/core/notice";
import * as Webhook from "@pegbar/core/webhook";
import { pump } from "@pegbar/core/webhook/pump.ts";
import * as Send from "@pegbar/core/webhook/send.ts";
import { nextTry } from "@pegbar/core/webhook/retry.ts";
import { WEBHOOK_KEY } from "./setup/constants.ts";
import { startReceiver, type Received } from "./setup/receiver.ts";
import { freshStudios, type Studios } from "./setup/studio.ts";
import { work } from "./setup/work.ts";

let studios: Studios;
let admin: Actor;
let receiver: Awaited<ReturnType<typeof startReceiver>>;

beforeEach(async () => {
  studios = await freshStudios();
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
/** Sends until nothing is due, as the product does; says how many tries that took. */
const sendDue = (atOnce = 64) =>
  studios.asPlatform("webhook", () =>
    pump({ atOnce, tickMs: 20, untilIdle: true, signal: AbortSignal.timeout(20_000) }),
  );
const log = async (webhookId: string) => (await asAdmin(() => Webhook.deliveries({ webhookId, query: {} }))).items;
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
  ).id;
const dispatch = <T>(cb: () => Promise<T>) => studios.asPlatform("dispatch", cb);

describe("events", () => {
  test("a cancelled and a held job are told, signed so that the library verifies them", async () => {
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

  test("a failed attempt that ends the job is told with its failure, by the transaction that ends it", async () => {
    const { secret } = await create();
    const jobId = await submit();
    const { nonce } = await studios.demand();
    const granted = await dispatch(() => Lease.grant(claimRequest(nonce)));
    if (granted.result !== "granted") throw new Error(granted.result);
    const { attemptId } = granted.lease;
    await dispatch(() =>
      Lease.fail(attemptId, { kind: "invalid", message: "no such node", traceback: [], executionMs: 0 }),
    );
    await sendDue();
    expect(verified(secret)).toMatchObject({ type: "job.failed", data: { jobId, state: "failed", show: "HARBOR" } });
  });

  test("only what it subscribed to, only its own studio's, and nothing when it is disabled", async () => {
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

  test("a notice is told", async () => {
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

  test("what is undone is not told", async () => {
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

  test("none can be read from the database", async () => {
    const { secret } = await create();
    const rows = await studios.database.admin()`select encode(sealed, 'escape') as sealed from webhook_secret`;
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(JSON.stringify(rows)).not.toContain(secret.slice(6, 30));
  });
});

describe("deliveries", () => {
  test("after a 500 the same event comes again, later", async () => {
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

  test("a process that dies between taking and sending loses nothing; two do not send at once", async () => {
    const { id } = await create();
    const { eventId } = await ping(id);
    const take = () => studios.asPlatform("webhook", () => Send.take(16));
    const taken = await Promise.all([take(), take(), take()]);
    expect(taken.flat()).toHaveLength(1);
    expect(await sendDue()).toBe(0);
    studios.advance(31);
    expect(await sendDue()).toBe(1);
    expect(last().headers["webhook-id"]).toBe(eventId);
    expect((await log(id))[0]).toMatchObject({ state: "delivered" });
  });

  test("410 disables at once; what else was on its way fails; the admins are told", async () => {
    const { id } = await create();
    receiver.answer.status = 410;
    await ping(id);
    await sendDue();
    expect(await asAdmin(() => Webhook.fromID(id))).toMatchObject({
      state: "disabled",
      reason: "the receiver answered 410 Gone",
    });
    const notices = await asAdmin(() => Notice.list({}));
    expect(notices.items).toMatchObject([{ type: "webhook.disabled", subjectId: id }]);
    await expect(ping(id)).rejects.toMatchObject({ code: "conflict" });
  });

  test("eleven failures over a day disable, unless something was delivered meanwhile", async () => {
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
      await sendDue();
      studios.advance(28_800 * 1.2 + 1);
    }
    receiver.answer.status = 200;
    const good = await asAdmin(() => Webhook.ping(id));
    await studios.database.admin()`update webhook_delivery set next_attempt_at = null where event_id <> ${good.eventId}`;
    await sendDue();
    receiver.answer.status = 503;
    await studios.database.admin()`update webhook_delivery set next_attempt_at = created_at where state = 'pending'`;
    await sendDue();
    expect((await log(id)).filter(({ state }) => state === "failed")).toHaveLength(2);
    expect(await asAdmin(() => Webhook.fromID(id))).toMatchObject({ state: "active" });
  });

  test("a redirect is not followed, and says so", async () => {
    const { id } = await create();
    receiver.answer.status = 302;
    receiver.answer.headers = { location: receiver.url };
    await ping(id);
    await sendDue();
    expect(receiver.received).toHaveLength(1);
    expect((await log(id))[0]?.attempts[0]?.error).toContain("redirects are not followed");
  });

  test("a receiver that says nothing is given up", async () => {
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

  test("Retry-After counts when it is longer than our own delay, within bounds", () => {
    const now = new Date("2026-01-01T00:00:00Z");
    const seconds = (tries: number, after?: string) =>
      ((nextTry(tries, now, after, 0)?.getTime() ?? 0) - now.getTime()) / 1000;
    expect(seconds(1)).toBe(5);
    expect(seconds(1, "120")).toBe(120);
    expect(seconds(3, "1")).toBe(120);
    expect(seconds(1, "999999999")).toBe(21_600);
    expect(seconds(1, "Thu, 01 Jan 2026 00:10:00 GMT")).toBe(600);
    expect(seconds(1, "soon")).toBe(5);
    expect(nextTry(11, now, undefined)).toBeUndefined();
  });
});

test("the role that sends sees no job, no member, and no quota", async () => {
  const role = studios.database.raw("webhook");
  for (const table of ["job", "member", "asset", "quota", "api_token", "input"])
    await expect(role.unsafe(`select 1 from ${table}`)).rejects.toThrow("permission denied");
});
