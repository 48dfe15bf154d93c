import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as Context from "@pegbar/core/platform/context.ts";
import type { Connection } from "@pegbar/core/platform/database";
import { tx } from "@pegbar/core/platform/database";
import * as Ledger from "@pegbar/core/result/ledger";
import * as Record from "@pegbar/core/platform/record";
import { sequence } from "@pegbar/core/result/ledger/sequence.ts";
import type { Sealing } from "@pegbar/core/result/ledger/sign.ts";
import { createLedger, buildGeneratedRecord, createAssetId, type TestLedger } from "../setup/ledger.ts";

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await createLedger();
});
afterAll(() => ledger.drop());

/** The sequencer of another process on another database. */
const sequenceOn = (database: Connection, sealing: Sealing) => {
  const ports = { ...ledger.studios.ports.sequencer, database };
  return Context.provide({ actor: { type: "platform", name: "test" }, ports }, () => sequence(sealing));
};
const fresh = (): Sealing => ({ ...ledger.sealing, anchors: ledger.studios.anchors() });

describe("a restored backup", () => {
  test("signs nothing while unknown checkpoints are anchored, and says what to do", async () => {
    const { lumen, enqueue, run, studios } = ledger;
    await enqueue(lumen);
    await run();
    const backup = await studios.database.backup();
    for (let i = 0; i < 3; i++) {
      await enqueue(lumen);
      await run();
    }
    const restored = backup.connection("sequencer");
    await Context.provide({ actor: lumen, ports: { ...studios.ports.app, database: backup.connection("app") } }, () =>
      tx((open) => Record.enqueueRecords(open, [buildGeneratedRecord(createAssetId(), new Uint8Array([1]))])),
    );
    await expect(sequenceOn(restored, fresh())).rejects.toThrow(
      /the database has signed \d+ records, and \d+ are anchored.*Nothing is signed.*A restored backup/s,
    );
    // Also a process that was running during the restore.
    await expect(sequenceOn(restored, ledger.sealing)).rejects.toThrow(/Nothing is signed/);
    const [before] = await studios.database.admin()`select max(size)::int as size from checkpoint`;
    // The original database continues.
    await enqueue(lumen);
    await run(fresh());
    const [after] = await studios.database.admin()`select max(size)::int as size from checkpoint`;
    expect(Number(after?.["size"])).toBeGreaterThan(Number(before?.["size"]));
  });

  test("continues under a new name, as the operations page describes, and its records are proven again", async () => {
    const { lumen, enqueue, run, studios, refusal, logKeys } = ledger;
    const kept = await enqueue(lumen);
    await run();
    const backup = await studios.database.backup();
    await enqueue(lumen);
    await run();
    const app = { ...studios.ports.app, database: backup.connection("app") };
    const asRestored = <T>(cb: () => Promise<T>) => Context.provide({ actor: lumen, ports: app }, cb);
    await asRestored(() =>
      tx((open) => Record.enqueueRecords(open, [buildGeneratedRecord(createAssetId(), new Uint8Array([3]))])),
    );
    const sequencer = backup.connection("sequencer");
    const page = readFileSync(new URL("../../docs/operations/ledger.md", import.meta.url), "utf8");
    const commands = /```sql\n([^`]+)```/.exec(page)?.[1] ?? "";
    // Once for the studio's log, once for the platform's.
    for (let round = 0; round < 2; round++) {
      const said = await sequenceOn(sequencer, fresh()).catch(String);
      const origin = /(pegbar\.test\/log\/\S+): the database has signed/.exec(String(said))?.[1] ?? "";
      await backup.admin().unsafe(commands.replaceAll("ORIGIN OF THE MESSAGE", origin));
    }
    await sequenceOn(sequencer, fresh());
    const certificate = await asRestored(() => Ledger.createCertificate(kept.id, { waitMs: 0, logKeys }));
    expect(refusal(certificate, kept.picture)).toBeUndefined();
    expect(certificate.entries[0]?.proof).toMatch(/pegbar\.test\/log\/[0-9a-f]{16}-[0-9a-f]{8}\n/);
  });

  test("signs nothing if another root is anchored at the same size", async () => {
    const { lumen, orrery, enqueue, run, studios } = ledger;
    const backup = await studios.database.backup();
    const app = { ...studios.ports.app, database: backup.connection("app") };
    const record = (actor: typeof lumen) =>
      Context.provide({ actor, ports: app }, () =>
        tx((open) => Record.enqueueRecords(open, [buildGeneratedRecord(createAssetId(), new Uint8Array([2]))])),
      );
    await enqueue(lumen);
    await run();
    // One record each: the sizes are equal, the records are not.
    await record(lumen);
    await expect(sequenceOn(backup.connection("sequencer"), fresh())).rejects.toThrow(/Nothing is signed/);
    // Another studio's log has lost nothing and continues; the platform's log has lost records.
    await record(orrery);
    await expect(sequenceOn(backup.connection("sequencer"), fresh())).rejects.toThrow(/Nothing is signed/);
  });
});
