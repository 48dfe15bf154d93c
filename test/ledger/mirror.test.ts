import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { Mirror } from "@pegbar/core/result/ledger/mirror.ts";
import { createQldbLedger, type QldbLedger } from "@pegbar/qldb";
import { startQldb } from "../../packages/qldb/test/server/index.ts";
import { createLedger, getTenantId, type TestLedger } from "../setup/ledger.ts";

let ledger: TestLedger;
let server: Awaited<ReturnType<typeof startQldb>>;
let store: QldbLedger;
beforeAll(async () => {
  ledger = await createLedger();
});
afterAll(() => ledger.drop());
const open = async () => {
  server = await startQldb({ ledgers: ["studio"] });
  store = await createQldbLedger({
    ledger: "studio",
    endpoint: server.endpoint,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
};
const shut = async () => {
  store.close();
  await server.stop();
};
beforeEach(open);
afterEach(shut);

const catchUp = (mirror: Mirror) => ledger.studios.runAsPlatform("sequencer", () => mirror.catchUp());
const alarms = () => ledger.studios.logged.filter(({ level }) => level === "error").map(({ message }) => message);
const enqueue = (count: number, by = ledger.lumen) =>
  Promise.all(Array.from({ length: count }, () => ledger.enqueue(by)));
/** Events of a studio's log, and those that the second ledger has at the same positions with the same contents. */
async function both(actor = ledger.lumen) {
  const tenantId = getTenantId(actor);
  const rows = await ledger.studios.database.admin()`
    select event_id, position::int, convert_from(record, 'UTF8') as record from leaf
    where tenant_id = ${tenantId} order by position`;
  const there: string[] = [];
  for (const { event_id: event, position, record } of rows) {
    const found = await store.find(tenantId, String(event));
    if (found?.position === position && found?.record === record) there.push(String(event));
  }
  return { log: rows.map(({ event_id: event }) => String(event)), there };
}

test("copies only signed and anchored records", async () => {
  const mirror = new Mirror(store);
  await catchUp(mirror);
  const before = (await both()).there.length;
  await enqueue(2);
  const away = { ...ledger.sealing.anchors, put: () => Promise.reject(new Error("no route to the bucket")) };
  await expect(ledger.run({ ...ledger.sealing, anchors: away })).rejects.toThrow("no route");
  await catchUp(mirror);
  expect((await both()).there.length).toBe(before);
  await ledger.run();
  await catchUp(mirror);
  expect((await both()).there.length).toBe(before + 2);
});

test("another record at a position is an alarm, which is logged once and does not delay other studios", async () => {
  const { id } = await ledger.enqueue(ledger.orrery);
  await enqueue(1);
  await ledger.run();
  await store.append(getTenantId(ledger.orrery), [{ eventId: id, record: { type: "asset.generated", forged: true } }]);
  const before = alarms().length;
  const mirror = new Mirror(store);
  await catchUp(mirror);
  await catchUp(mirror);
  expect(alarms().slice(before)).toEqual([expect.stringContaining("the second ledger differs from the log")]);
  const own = await both();
  expect(own.there).toEqual(own.log);
});

test("a ledger that has lost records gets them again, with an alarm", async () => {
  let current: QldbLedger = store;
  const mirror = new Mirror({
    append: (...given) => current.append(...given),
    find: (...given) => current.find(...given),
    prove: (...given) => current.prove(...given),
    check: (...given) => current.check(...given),
  });
  await catchUp(mirror);
  await shut();
  await open();
  current = store;
  await enqueue(1);
  await ledger.run();
  const before = alarms().length;
  await catchUp(mirror);
  const own = await both();
  expect(own.there).toEqual(own.log);
  expect(alarms().slice(before)).toEqual([expect.stringContaining("has lost records, which are appended again")]);
});

// The last one, because every later test would copy its records too.
test("continues where the second ledger ends, with few requests if there is nothing new", async () => {
  await enqueue(230);
  await ledger.run();
  await catchUp(new Mirror(store));
  const first = await both();
  expect(first.there).toEqual(first.log);
  expect(first.log.length).toBeGreaterThan(230);
  // A new process without any state.
  const mirror = new Mirror(store);
  await enqueue(3);
  await ledger.run();
  await catchUp(mirror);
  const second = await both();
  expect(second.there).toEqual(second.log);
  expect(second.log.length).toBe(first.log.length + 3);
  await shut();
  // Without new records, the ledger receives no request.
  await catchUp(mirror);
  await open();
});
