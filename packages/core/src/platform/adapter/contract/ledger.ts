import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LedgerEvent, LedgerProof, LedgerStore } from "../../port/index.ts";

/** A ledger to test, with two tenants. It may contain records. */
interface Subject {
  tenants: readonly [string, string];
  /** Another client of the same ledger. */
  open(): LedgerStore;
  stop(): Promise<void>;
}

const CLIENTS = 4;
const SHUFFLED = 24;
/** More events than any ledger accepts in one transaction. */
const MANY = 100;

/** Contract tests for ledgers: the behaviour that Pegbar relies on. */
export function testLedgerContract(name: string, start: () => Promise<Subject>): void {
  describe(`ledger contract: ${name}`, () => {
    let subject: Subject;
    let store: LedgerStore;
    let mine: string;
    let theirs: string;
    beforeAll(async () => {
      subject = await start();
      store = subject.open();
      [mine, theirs] = subject.tenants;
    });
    afterAll(() => subject.stop());

    const createEvent = (over: Record<string, unknown> = {}): LedgerEvent => ({
      eventId: `evt_${randomUUID()}`,
      record: { type: "contract.tried", schema: 1, text: "größer < & \" ' \n 日本語 🎬", cfg: 7.5, ...over },
    });
    const createEvents = (count: number) => Array.from({ length: count }, (_, number) => createEvent({ number }));
    const proveEvent = async (eventId: string, by = store) => {
      const found = await by.prove(mine, eventId);
      if (!found) throw new Error(`no proof of ${eventId}`);
      return found;
    };

    test("finds appended records unchanged", async () => {
      const one = createEvent({ list: [1, { deep: [null, true] }], seed: "18446744073709551615" });
      const [receipt] = await store.append(mine, [one]);
      expect(receipt).toMatchObject({ eventId: one.eventId, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
      const found = await store.find(mine, one.eventId);
      expect(found).toMatchObject({ ...receipt });
      expect(JSON.parse(found?.record ?? "")).toMatchObject(one.record);
      expect(await store.find(mine, createEvent().eventId)).toBeUndefined();
      expect(await store.prove(mine, createEvent().eventId)).toBeUndefined();
    });

    test("keeps the order of events within and between calls, without gaps", async () => {
      const all = createEvents(MANY);
      const first = await store.append(mine, all);
      const [next] = await store.append(mine, [createEvent()]);
      const start = first[0]?.position ?? -1;
      expect([...first, next].map((receipt) => receipt?.position)).toEqual(
        Array.from({ length: MANY + 1 }, (_, at) => start + at),
      );
      expect(first.map(({ eventId }) => eventId)).toEqual(all.map(({ eventId }) => eventId));
      expect(new Set(first.map(({ hash }) => hash)).size).toBe(MANY);
      expect(await store.append(mine, [])).toEqual([]);
    });

    test("returns the same receipt for a repeated event: alone, among new ones, and twice in one call", async () => {
      const [a, b, c] = [createEvent(), createEvent(), createEvent()];
      const [old] = await store.append(mine, [a]);
      // Ledgers may change the order of an object's fields.
      const turned = { ...a, record: Object.fromEntries(Object.entries(a.record).reverse()) };
      expect(await subject.open().append(mine, [turned])).toEqual([old]);
      const mixed = await store.append(mine, [b, a, b, c]);
      const next = (old?.position ?? 0) + 1;
      expect(mixed.map(({ position }) => position)).toEqual([next, old?.position, next, next + 1]);
      expect(mixed[1]).toEqual(old);
      expect(mixed[2]).toEqual(mixed[0]);
    });

    test("refuses the same event with another record, and the whole call", async () => {
      const [a, b] = [createEvent(), createEvent()];
      const [old] = await store.append(mine, [a]);
      const other = { ...a, record: { ...a.record, cfg: 7.25 } };
      await expect(store.append(mine, [b, other])).rejects.toMatchObject({
        name: "LedgerConflict",
        eventId: a.eventId,
      });
      expect(await store.find(mine, b.eventId)).toBeUndefined();
      expect(await store.find(mine, a.eventId)).toMatchObject({ ...old });
      const twice = createEvent();
      await expect(
        store.append(mine, [twice, { ...twice, record: { ...twice.record, cfg: 1 } }]),
      ).rejects.toMatchObject({ name: "LedgerConflict", eventId: twice.eventId });
      expect(await store.find(mine, twice.eventId)).toBeUndefined();
      // Refused events leave no gap.
      const [next] = await store.append(mine, [b]);
      expect(next?.position).toBe((old?.position ?? 0) + 1);
    });

    test("several concurrent clients lose no event, append none twice, and see the same log", async () => {
      const [before] = await store.append(mine, [createEvent()]);
      const all = createEvents(SHUFFLED);
      const clients = Array.from({ length: CLIENTS }, () => subject.open());
      // Each client appends all events, starting from a different one.
      const answers = await Promise.all(
        clients.flatMap((client, at) => {
          const from = at * (SHUFFLED / CLIENTS);
          const turned = [...all.slice(from), ...all.slice(0, from)];
          return [
            ...turned.slice(0, SHUFFLED / 2).map((one) => client.append(mine, [one])),
            client.append(mine, turned.slice(SHUFFLED / 2)),
          ];
        }),
      );
      const receipts = new Map<string, Set<string>>();
      for (const { eventId, position, hash } of answers.flat())
        receipts.set(eventId, (receipts.get(eventId) ?? new Set()).add(`${position} ${hash}`));
      expect([...receipts.values()].map((found) => found.size)).toEqual(Array<number>(SHUFFLED).fill(1));
      const positions = [...receipts.values()].flatMap((found) => [...found].map((one) => Number(one.split(" ")[0])));
      expect(positions.toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: SHUFFLED }, (_, at) => (before?.position ?? 0) + 1 + at),
      );
      for (const { eventId } of all) {
        const { record, proof } = await proveEvent(eventId);
        expect(store.check(record, proof)).toBe(true);
      }
    });

    test("keeps one of two concurrent records of an event", async () => {
      const one = createEvent();
      const both = [one, { ...one, record: { ...one.record, cfg: 1 } }];
      const answers = await Promise.allSettled(both.map((given) => subject.open().append(mine, [given])));
      expect(answers.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
      const stands = both[answers.findIndex(({ status }) => status === "fulfilled")];
      expect(JSON.parse((await store.find(mine, one.eventId))?.record ?? "")).toMatchObject(stands?.record ?? {});
    });

    test("separates the orders, events and proofs of tenants", async () => {
      const one = createEvent();
      const [first] = await store.append(theirs, [createEvent()]);
      await store.append(mine, [one]);
      expect(await store.find(theirs, one.eventId)).toBeUndefined();
      expect(await store.prove(theirs, one.eventId)).toBeUndefined();
      // In another tenant, the same name is another event and may have other contents.
      const same = { ...one, record: { ...one.record, cfg: 2 } };
      const [receipt] = await store.append(theirs, [same]);
      expect(receipt?.position).toBe((first?.position ?? 0) + 1);
      expect(JSON.parse((await store.find(mine, one.eventId))?.record ?? "")).toMatchObject(one.record);
      const [ours, other] = [await proveEvent(one.eventId), await store.prove(theirs, one.eventId)];
      if (!other) throw new Error("no proof");
      expect([store.check(ours.record, ours.proof), store.check(other.record, other.proof)]).toEqual([true, true]);
      expect(store.check(ours.record, other.proof)).toBe(false);
      expect(store.check(other.record, ours.proof)).toBe(false);
      expect(store.check(ours.record, { path: other.proof.path, head: ours.proof.head })).toBe(false);
    });

    test("a proof is valid for any verifier, before and after the ledger has grown", async () => {
      const [a, b] = [createEvent(), createEvent()];
      await store.append(mine, [a]);
      const early = await proveEvent(a.eventId);
      await store.append(mine, [b, ...createEvents(6)]);
      const late = await proveEvent(a.eventId, subject.open());
      expect(late.record).toBe(early.record);
      expect(late.proof.head).not.toBe(early.proof.head);
      for (const { record, proof } of [early, late, await proveEvent(b.eventId)])
        expect(subject.open().check(record, proof)).toBe(true);
      expect(store.check(early.record, { path: early.proof.path, head: late.proof.head })).toBe(false);
    });

    test("a proof is invalid with any character of record, path or head changed", async () => {
      const all = createEvents(5);
      await store.append(mine, all);
      const { record, proof } = await proveEvent(all[2]?.eventId ?? "");
      expect(store.check(record, proof)).toBe(true);
      const isPassing = (parts: { record: string } & LedgerProof) => store.check(parts.record, parts);
      const parts = { record, ...proof };
      const missed: string[] = [];
      for (const part of ["record", "path", "head"] as const)
        for (let at = 0; at < parts[part].length; at++)
          if (isPassing({ ...parts, [part]: flipBit(parts[part], at) })) missed.push(`${part} at ${at}`);
      expect(missed).toEqual([]);
      for (const part of ["record", "path", "head"] as const)
        for (const text of ["", parts[part].slice(0, -1), `${parts[part]} `, parts[part] + parts[part]])
          expect(isPassing({ ...parts, [part]: text }), `${part}: ${text.length} characters`).toBe(false);
    });
  });
}

/** The text with the lowest bit of one character flipped. */
const flipBit = (text: string, at: number): string =>
  text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1);
