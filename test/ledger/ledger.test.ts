import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as Context from "@pegbar/core/platform/context.ts";
import { sequence } from "@pegbar/core/result/ledger/sequence.ts";
import type { Sealing } from "@pegbar/core/result/ledger/sign.ts";
import { formatCertificate, parseTlogProof, verify, type Certificate } from "@pegbar/verify";
import { createLedger, createAssetId, sha256, getTenantId, type TestLedger } from "../setup/ledger.ts";

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await createLedger();
});
afterAll(() => ledger.drop());

const indexOf = ({ entries }: Certificate) => parseTlogProof(entries[0]?.proof ?? "")?.index;

describe("sequencing", () => {
  test("adds records of both studios to their own logs with valid proofs", async () => {
    const { lumen, orrery, enqueue, run, readCertificate, logKeys, studios } = ledger;
    const made = [];
    for (let i = 0; i < 7; i++) made.push({ actor: lumen, ...(await enqueue(lumen)) });
    for (let i = 0; i < 4; i++) made.push({ actor: orrery, ...(await enqueue(orrery)) });
    await run();
    const origins = new Map<string, Set<string>>();
    for (const { actor, id, picture } of made) {
      const verdict = verify(formatCertificate(await readCertificate(actor, id)), picture, { log: logKeys });
      expect(verdict).toMatchObject({
        valid: true,
        trusted: true,
        about: "asset",
        file: {
          withheld: [],
          record: {
            assetId: id,
            output: { sha256: sha256(picture) },
            user: { name: "Noa Lindqvist" },
            inputs: [{ filename: "layout.png" }],
            generation: { prompts: ["a lamp \u{1F4A1} in the fog"] },
          },
        },
      });
      if (verdict.valid)
        origins.set(getTenantId(actor), (origins.get(getTenantId(actor)) ?? new Set()).add(verdict.origin));
    }
    const names = [...origins.values()].flatMap((found) => [...found]);
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).not.toContain(getTenantId(lumen));
    expect(await studios.database.admin()`select 1 from intent`).toHaveLength(0);
  });

  test("hides records and certificates from other studios", async () => {
    const { lumen, orrery, createProven, readCertificate } = ledger;
    const { id } = await createProven(lumen);
    await expect(readCertificate(orrery, id)).rejects.toMatchObject({ code: "not_found" });
    await expect(readCertificate(lumen, createAssetId())).rejects.toMatchObject({ code: "not_found" });
  });

  test("a certificate is pending, and is returned to requests that wait", async () => {
    const { lumen, enqueue, run, readCertificate, refusal } = ledger;
    const { id, picture } = await enqueue(lumen);
    await expect(readCertificate(lumen, id)).rejects.toMatchObject({
      code: "certificate_pending",
      retryAfterSeconds: 1,
    });
    const waiting = readCertificate(lumen, id, 10_000);
    const begun = performance.now();
    await run();
    expect(refusal(await waiting, picture)).toBeUndefined();
    expect(performance.now() - begun).toBeLessThan(3000);
  });

  test("an event that is enqueued twice is one leaf; with other contents the first one is kept, with an alarm", async () => {
    const { lumen, enqueue, run, readCertificate, refusal, studios } = ledger;
    const { id, picture } = await enqueue(lumen);
    await enqueue(lumen, id, picture);
    await run();
    await enqueue(lumen, id, picture);
    await run();
    expect(studios.logged.filter(({ level }) => level === "error")).toEqual([]);
    await enqueue(lumen, id, randomBytes(9));
    await run();
    expect(await studios.database.admin()`select position from leaf where event_id = ${id}`).toHaveLength(1);
    expect(refusal(await readCertificate(lumen, id), picture)).toBeUndefined();
    expect(studios.logged.filter(({ level }) => level === "error").map(({ message }) => message)).toEqual([
      expect.stringContaining("recorded twice"),
    ]);
  });

  test("after a crash between append and signature, the stored head is signed unchanged", async () => {
    const { lumen, enqueue, run, readCertificate, refusal, sealing, studios } = ledger;
    const { id, picture } = await enqueue(lumen);
    const admin = studios.database.admin();
    const head = async () => {
      const [row] = await admin`select size, peaks, signed_size from log where tenant_id = ${getTenantId(lumen)}`;
      return { size: Number(row?.["size"]), peaks: String(row?.["peaks"]), signed: Number(row?.["signed_size"]) };
    };
    const { signer } = sealing;
    const dying: Sealing = {
      ...sealing,
      signer: { ...signer, mldsa44: { ...signer.mldsa44, sign: () => Promise.reject(new Error("the power went")) } },
    };
    await expect(run(dying)).rejects.toThrow("the power went");
    const stored = await head();
    expect(stored.signed).toBeLessThan(stored.size);
    await expect(readCertificate(lumen, id)).rejects.toMatchObject({ code: "certificate_pending" });
    await run();
    expect(await head()).toEqual({ ...stored, signed: stored.size });
    expect(refusal(await readCertificate(lumen, id), picture)).toBeUndefined();
  });

  test("with anchors unavailable, nothing is published before it is anchored", async () => {
    const { lumen, enqueue, run, readCertificate, refusal, sealing } = ledger;
    const { id, picture } = await enqueue(lumen);
    const away = { ...sealing.anchors, put: () => Promise.reject(new Error("no route to the bucket")) };
    await expect(run({ ...sealing, anchors: away })).rejects.toThrow("no route");
    await expect(readCertificate(lumen, id)).rejects.toMatchObject({ code: "certificate_pending" });
    await run();
    expect(refusal(await readCertificate(lumen, id), picture)).toBeUndefined();
  });

  test("sends one query if there is nothing to do", async () => {
    const { run, studios, sealing } = ledger;
    await run();
    let asked = 0;
    const database = studios.ports.sequencer.database;
    const counted: typeof database = {
      ...database,
      run: (...given) => {
        asked++;
        return database.run(...given);
      },
    };
    const idle = () =>
      Context.provide(
        { actor: { type: "platform", name: "test" }, ports: { ...studios.ports.sequencer, database: counted } },
        () => sequence(sealing),
      );
    expect(await idle()).toBe(0);
    expect(asked).toBe(1);
    await ledger.enqueue(ledger.lumen);
    expect(await idle()).toBe(1);
  });

  test("two concurrent sequencers never fork a log", async () => {
    const { lumen, orrery, enqueue, run, studios } = ledger;
    for (let round = 0; round < 6; round++) {
      await Promise.all(Array.from({ length: 8 }, (_, i) => enqueue(i % 2 ? lumen : orrery)));
      await Promise.all([run(), run(), enqueue(lumen), run()]);
    }
    await run();
    const admin = studios.database.admin();
    const forks = await admin`
      select log_id, size from checkpoint group by 1, 2 having count(distinct root) > 1 or count(*) > 1`;
    expect(forks).toHaveLength(0);
    const logs = await admin`
      select g.size, g.signed_size, count(l.*)::int as leaves, count(distinct l.event_id)::int as events,
        max(l.position)::int as last from log g join leaf l on l.log_id = g.id group by g.id`;
    expect(logs).toHaveLength(3);
    for (const { size, signed_size: signed, leaves, events, last } of logs)
      expect([signed, leaves, events, Number(last) + 1].map(Number)).toEqual(Array(4).fill(Number(size)));
  });

  test("proofs stay valid while the log grows over tile borders, including those of old certificates", async () => {
    const { lumen, enqueue, run, readCertificate, refusal } = ledger;
    const kept: { id: string; picture: Uint8Array; certificate: Certificate }[] = [];
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 60 }), fc.nat(), async (more, pick) => {
        const made = await Promise.all(Array.from({ length: more }, () => enqueue(lumen)));
        await run();
        for (const one of made.slice(0, 3)) kept.push({ ...one, certificate: await readCertificate(lumen, one.id) });
        const one = kept[pick % kept.length];
        if (!one) throw new Error("nothing is kept");
        expect(refusal(one.certificate, one.picture)).toBeUndefined();
        const fresh = await readCertificate(lumen, one.id);
        expect(refusal(fresh, one.picture)).toBeUndefined();
        expect(indexOf(fresh)).toBe(indexOf(one.certificate));
      }),
      { numRuns: 20 },
    );
    for (const { certificate, picture } of kept) expect(refusal(certificate, picture)).toBeUndefined();
    const [largest] = await ledger.studios.database.admin()`select max(size)::int as size from log`;
    expect(Number(largest?.["size"])).toBeGreaterThan(300);
  }, 60_000);

  test("only the sequencer's role can sequence, and it cannot read jobs or delete records", async () => {
    const { lumen, enqueue, run, sealing, studios } = ledger;
    await enqueue(lumen);
    await expect(studios.runAsPlatform("dispatch", () => sequence(sealing))).rejects.toThrow();
    const sequencer = studios.database.raw("sequencer");
    await expect(sequencer`select * from job`).rejects.toThrow(/permission denied/);
    await expect(sequencer`delete from leaf`).rejects.toThrow(/permission denied/);
    await expect(sequencer`truncate leaf`).rejects.toThrow(/permission denied/);
    await expect(sequencer`update leaf set position = 1`).rejects.toThrow(/permission denied/);
    await expect(sequencer`update checkpoint set size = 1`).rejects.toThrow(/permission denied/);
    await run();
  });

  test("clients without a sign-in can read hashes and heads, but no records", async () => {
    const everybody = ledger.studios.database.raw("public");
    const [row] = await everybody`select count(hash)::int as n from leaf`;
    expect(row?.["n"]).toBeGreaterThan(0);
    expect(await everybody`select note from checkpoint limit 1`).toHaveLength(1);
    await expect(everybody`select record from leaf`).rejects.toThrow(/permission denied/);
    await expect(everybody`select tenant_id from log`).rejects.toThrow(/permission denied/);
    await expect(everybody`select event_id from leaf`).rejects.toThrow(/permission denied/);
    await expect(everybody`select * from disclosure`).rejects.toThrow(/permission denied/);
  });
});
