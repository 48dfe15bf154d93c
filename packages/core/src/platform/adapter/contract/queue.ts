import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Inbox, Queues } from "../../port/index.ts";

/**
 * Empty queues to test. Messages of `light` are hidden for `VISIBLE_AGAIN_SECONDS`, and move to a dead-letter queue
 * after `MOST_RECEIVES` receives.
 */
interface Subject {
  queues: Queues;
  light: Inbox;
  media: Inbox;
  models: Inbox;
  renditions: Inbox;
  stop(): Promise<void>;
}

export const VISIBLE_AGAIN_SECONDS = 2;
export const MOST_RECEIVES = 3;
/** Timeout for counts, because SQS updates them with a delay. */
const EVENTUALLY = { timeout: 90_000, interval: 500 };

/** Differences from Amazon SQS that Pegbar tolerates. Tests of missing behaviour are skipped. */
interface Exceptions {
  /** Rejects characters outside of the basic multilingual plane. Pegbar's messages contain only ids. */
  readonly emoji?: boolean;
}

/**
 * Contract tests for queues: the behaviour that Pegbar relies on. Messages are delivered at least once, in any order.
 */
export function testQueueContract(name: string, start: () => Promise<Subject>, exceptions: Exceptions = {}): void {
  describe(`queue contract: ${name}`, () => {
    let subject: Subject;
    beforeAll(async () => {
      subject = await start();
    });
    afterAll(() => subject.stop());

    const createTimeout = (ms: number) => AbortSignal.timeout(ms);
    const receive = async (from: Inbox = subject.light) => {
      const end = createTimeout(25_000);
      // A poll may return nothing although the queue contains a message.
      for (;;) {
        const message = await from.receive(end);
        if (message) return message;
      }
    };
    const expectNothing = async (ms: number) => {
      // An expired time limit rejects.
      const message = await subject.light.receive(createTimeout(ms)).catch(() => undefined);
      expect(message).toBeUndefined();
    };

    test("delivers a message unchanged to the queue of its class", async () => {
      const body = JSON.stringify({ text: "größer < & \" ' \n 日本語" });
      await subject.queues.sendTicket("light", "ten_1", body);
      await subject.queues.sendMedia("ten_1", "for media");
      const message = await receive();
      expect(message.body).toBe(body);
      await subject.light.remove(message.receipt);
      const other = await receive(subject.media);
      expect(other.body).toBe("for media");
      await subject.media.remove(other.receipt);
      await subject.queues.sendModels("ten_1", "for whoever has the models");
      const third = await receive(subject.models);
      expect(third.body).toBe("for whoever has the models");
      await subject.models.remove(third.receipt);
      await subject.queues.sendRendition("ten_1", "for whoever makes movies");
      const fourth = await receive(subject.renditions);
      expect(fourth.body).toBe("for whoever makes movies");
      await subject.renditions.remove(fourth.receipt);
    });

    test.skipIf(exceptions.emoji)("accepts characters outside of the basic multilingual plane", async () => {
      await subject.queues.sendTicket("light", "ten_1", "🎬");
      const message = await receive();
      expect(message.body).toBe("🎬");
      await subject.light.remove(message.receipt);
    });

    test("delivers a message again unless it was removed", async () => {
      await subject.queues.sendTicket("light", "ten_1", "again");
      await receive();
      const again = await receive();
      expect(again.body).toBe("again");
      await subject.light.remove(again.receipt);
      await expectNothing((VISIBLE_AGAIN_SECONDS + 2) * 1000);
    });

    test("delivers a delayed message later", async () => {
      const sent = performance.now();
      await subject.queues.sendTicket("light", "ten_1", "later", 3);
      const message = await receive();
      expect(performance.now() - sent).toBeGreaterThan(2500);
      expect(message.body).toBe("later");
      await subject.light.remove(message.receipt);
    });

    test("loses none of many messages", async () => {
      const bodies = Array.from({ length: 60 }, (_, index) => `message ${index}`);
      await Promise.all(bodies.map((body) => subject.queues.sendTicket("light", "ten_1", body)));
      const seen = new Set<string>();
      while (seen.size < bodies.length) {
        const message = await receive();
        seen.add(message.body);
        await subject.light.remove(message.receipt);
      }
      expect([...seen].toSorted()).toEqual(bodies.toSorted());
    });

    test("counts visible, delayed and in-flight messages", async () => {
      await expect.poll(() => subject.queues.depth("light"), EVENTUALLY).toBe(0);
      await subject.queues.sendTicket("light", "ten_1", "a");
      await subject.queues.sendTicket("light", "ten_1", "b", 60);
      await receive();
      await expect.poll(() => subject.queues.depth("light"), EVENTUALLY).toBe(2);
    });

    test("moves a message to the dead-letter queue after the maximum number of receives", async () => {
      for (let taken = 1; taken < MOST_RECEIVES; taken++) expect((await receive()).body).toBe("a");
      await sleep(VISIBLE_AGAIN_SECONDS * 1000 + 500);
      await expectNothing(3000);
      let dead = 0;
      await expect.poll(async () => (dead += await subject.queues.drainDead()), EVENTUALLY).toBe(1);
      expect(await subject.queues.drainDead()).toBe(0);
    });

    test("stops waiting when it is aborted", async () => {
      const stop = new AbortController();
      const waiting = subject.media.receive(stop.signal);
      setTimeout(() => stop.abort(), 300);
      const began = performance.now();
      await expect(waiting).rejects.toThrow();
      expect(performance.now() - began).toBeLessThan(5000);
    });
  });
}
