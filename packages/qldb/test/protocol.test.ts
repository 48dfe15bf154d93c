import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { createQldbLedger } from "@pegbar/qldb";
import { startQldb } from "./server/index.ts";
import { verifyExport } from "@pegbar/qldb/verify";
import { connect } from "../src/client.ts";
import { HEADS, prepare, RECORDS } from "../src/prepare.ts";
import { startLink } from "./link.ts";

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

const NAME = "pegbar";
const connection = (endpoint: string) => ({
  ledger: NAME,
  endpoint,
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
});
async function fresh(limits: { transactionMs?: number; sessionMs?: number } = {}) {
  const server = await startQldb({ ledgers: [NAME], ...limits });
  ends.push(server.stop);
  return server;
}
async function opened(endpoint: string) {
  const store = await createQldbLedger(connection(endpoint));
  ends.push(() => store.close());
  return store;
}
async function driver(endpoint: string) {
  const client = await connect(connection(endpoint));
  ends.push(() => client.close());
  await prepare(client);
  return client;
}
const event = (eventId: string, over: Record<string, unknown> = {}) => ({
  eventId,
  record: { type: "protocol.tried", ...over },
});

test("of two transactions that read the same, the second to commit conflicts and is run again by the driver", async () => {
  const server = await fresh();
  const [slow, fast] = [await driver(server.endpoint), await opened(server.endpoint)];
  const seen: number[] = [];
  await slow.transact(async (tx) => {
    const heads = await tx.execute(`SELECT * FROM ${HEADS} WHERE tenantId = ?`, "ten_a");
    seen.push(heads.getResultList().length);
    if (seen.length === 1) await fast.append("ten_a", [event("one")]);
    await tx.execute(`INSERT INTO ${HEADS} ?`, { tenantId: "ten_b", recordCount: 0 });
  });
  expect(seen).toEqual([0, 1]);
  expect(server.refused).toEqual(["OccConflictException"]);
});

test("transactions of different tenants do not conflict", async () => {
  const server = await fresh();
  const [slow, fast] = [await driver(server.endpoint), await opened(server.endpoint)];
  await slow.transact(async (tx) => {
    await tx.execute(`SELECT * FROM ${HEADS} WHERE tenantId = ?`, "ten_b");
    await fast.append("ten_a", [event("one")]);
    await tx.execute(`INSERT INTO ${HEADS} ?`, { tenantId: "ten_b", recordCount: 0 });
  });
  expect(server.refused).toEqual([]);
});

test("uncommitted changes are invisible, and a failing lambda leaves none", async () => {
  const server = await fresh();
  const [one, other] = [await driver(server.endpoint), await driver(server.endpoint)];
  const heads = (client: typeof one) =>
    client.transact(
      async (tx) => (await tx.execute(`SELECT * FROM ${HEADS} WHERE tenantId = ?`, "ten_a")).getResultList().length,
    );
  const thrown = one.transact(async (tx) => {
    await tx.execute(`INSERT INTO ${HEADS} ?`, { tenantId: "ten_a", recordCount: 1 });
    expect(await heads(other)).toBe(0);
    throw new Error("given up");
  });
  await expect(thrown).rejects.toThrow("given up");
  expect(await heads(one)).toBe(0);
});

test("a transaction over its time limit is refused, and its session continues", async () => {
  const server = await fresh({ transactionMs: 100 });
  const client = await driver(server.endpoint);
  const late = client.transact(async (tx) => {
    await tx.execute(`INSERT INTO ${HEADS} ?`, { tenantId: "ten_a", recordCount: 1 });
    await sleep(200);
  });
  await expect(late).rejects.toMatchObject({ name: "InvalidSessionException", message: /has expired/ });
  const store = await opened(server.endpoint);
  expect(await store.append("ten_a", [event("one")])).toMatchObject([{ position: 0 }]);
});

test("a session that has ended is replaced", async () => {
  const server = await fresh({ sessionMs: 300 });
  const store = await opened(server.endpoint);
  await store.append("ten_a", [event("one")]);
  await sleep(400);
  expect(await store.append("ten_a", [event("two")])).toMatchObject([{ position: 1 }]);
  expect(server.refused).toContain("InvalidSessionException");
});

test("a commit whose response is lost is applied once", async () => {
  const server = await fresh();
  let lost = 0;
  const link = await startLink(server.endpoint, (sent, answer) => {
    const commit = "CommitTransaction" in (JSON.parse(sent) as object) && server.exported(NAME).includes("two");
    return commit && lost++ === 0 ? { status: 500, body: "{}" } : answer;
  });
  ends.push(link.stop);
  const store = await opened(link.endpoint);
  await store.append("ten_a", [event("one")]);
  const [receipt] = await store.append("ten_a", [event("two")]);
  expect(lost).toBeGreaterThan(0);
  expect(receipt).toMatchObject({ position: 1 });
  expect(await store.append("ten_a", [event("three")])).toMatchObject([{ position: 2 }]);
  expect(verifyExport([server.exported(NAME)])).toMatchObject({ valid: true, blocks: 3 });
});

test("a commit with other statements than the server saw is refused", async () => {
  const server = await fresh();
  const client = await driver(server.endpoint);
  const ask = async (command: Record<string, unknown>) => {
    const response = await fetch(server.endpoint, {
      method: "POST",
      headers: { "x-amz-target": "QLDBSession.SendCommand" },
      body: JSON.stringify(command),
    });
    return (await response.json()) as Record<string, Record<string, string> | undefined>;
  };
  const SessionToken = (await ask({ StartSession: { LedgerName: NAME } }))["StartSession"]?.["SessionToken"];
  const TransactionId = (await ask({ SessionToken, StartTransaction: {} }))["StartTransaction"]?.["TransactionId"];
  const Statement = `SELECT * FROM ${HEADS} WHERE tenantId = ?`;
  // An Ion text "a" in binary.
  const Parameters = [{ IonBinary: "4AEA6oFh" }];
  expect(await ask({ SessionToken, ExecuteStatement: { TransactionId, Statement, Parameters } })).toHaveProperty(
    "ExecuteStatement.FirstPage.Values",
    [],
  );
  const CommitDigest = Buffer.alloc(32).toString("base64");
  expect(await ask({ SessionToken, CommitTransaction: { TransactionId, CommitDigest } })).toMatchObject({
    __type: "BadRequestException",
    message: expect.stringContaining("digest"),
  });
  await client.transact((tx) => tx.execute(Statement, "a").then(() => undefined));
});

test.each([
  ["a statement it does not know", "DELETE FROM PegbarRecord", []],
  ["a table it does not have", "SELECT * FROM Other WHERE a = ?", ["b"]],
  ["fewer parameters than marks", `SELECT * FROM ${RECORDS} WHERE eventKey IN (?, ?)`, ["a"]],
  ["more documents than a transaction may have", `INSERT INTO ${RECORDS} ?`, [Array.from({ length: 41 }, () => ({}))]],
  ["a document that is too large", `INSERT INTO ${RECORDS} ?`, [{ text: "x".repeat(128 * 1024) }]],
  ["a text instead of a document", `INSERT INTO ${RECORDS} ?`, ["text"]],
])("the server refuses %s", async (_what, statement, parameters) => {
  const client = await driver((await fresh()).endpoint);
  const tried = client.transact((tx) => tx.execute(statement, ...parameters).then(() => undefined));
  await expect(tried).rejects.toMatchObject({ name: "BadRequestException" });
});

test("a missing ledger is refused", async () => {
  const { endpoint } = await fresh();
  await expect(createQldbLedger({ ...connection(endpoint), ledger: "other" })).rejects.toThrow(/not found/);
});

/** Another base64 text of the same length. */
const other = (base64: string) => (base64.startsWith("A") ? "B" : "A") + base64.slice(1);
const forgeries: { what: string; question: string; forge: (body: string) => string; reason: RegExp }[] = [
  {
    what: "another record",
    question: "/revision",
    forge: (body) => body.replace("protocol.tried", "protocol.other"),
    reason: /hash is not that of its contents/,
  },
  {
    what: "another path",
    question: "/revision",
    forge: (body) => body.replace(/(?<=\{\{)[^}]+/, other),
    reason: /an invalid proof of/,
  },
  {
    what: "another digest",
    question: "/digest",
    forge: (body) => body.replace(/(?<="Digest":")[^"]+/, other),
    reason: /an invalid proof of/,
  },
];
test.each(forgeries)("the client rejects $what of a server", async ({ question, forge, reason }) => {
  const server = await fresh();
  let forged = 0;
  const link = await startLink(server.endpoint, (_sent, answer, path) => {
    if (!path.endsWith(question)) return answer;
    const body = forge(answer.body);
    if (body !== answer.body) forged++;
    return { ...answer, body };
  });
  ends.push(link.stop);
  const store = await opened(link.endpoint);
  await store.append("ten_a", [event("one"), event("two"), event("three")]);
  await expect(store.prove("ten_a", "two")).rejects.toThrow(reason);
  expect(forged).toBe(1);
});

test("a server is used again after it was unavailable for many calls", async () => {
  const server = await fresh();
  let away = false;
  const link = await startLink(server.endpoint, (_sent, answer) => (away ? { status: 503, body: "{}" } : answer));
  ends.push(link.stop);
  const store = await createQldbLedger({ ...connection(link.endpoint), transactions: 2 });
  ends.push(() => store.close());
  away = true;
  for (let call = 0; call < 5; call++) await expect(store.find("ten_a", "one")).rejects.toThrow();
  away = false;
  expect(await store.append("ten_a", [event("one")])).toMatchObject([{ position: 0 }]);
});

test("an export of the journal is valid; changed, moved and missing blocks are found", async () => {
  const server = await fresh();
  const store = await opened(server.endpoint);
  for (let number = 0; number < 4; number++) await store.append("ten_a", [event(`evt_${number}`, { number })]);
  const blocks = server.exported(NAME).trim().split("\n");
  expect(verifyExport(blocks)).toMatchObject({
    valid: true,
    blocks: 4,
    runs: [{ first: 0, last: 3 }],
    revisions: { data: 8 },
  });
  expect(verifyExport(blocks.toReversed())).toEqual(verifyExport(blocks));
  expect(verifyExport(blocks.toSpliced(1, 1))).toMatchObject({
    valid: true,
    runs: [
      { first: 0, last: 0 },
      { first: 2, last: 3 },
    ],
  });
  const reason = (changed: string[]) => {
    const verdict = verifyExport(changed);
    return verdict.valid ? undefined : verdict.reason;
  };
  expect(reason(blocks.with(2, blocks[2]?.replace("evt_2", "evt_7") ?? ""))).toMatch(/2: a revision's hash/);
  // A block of another journal under this one's address.
  const second = await fresh();
  const elsewhere = await opened(second.endpoint);
  for (let number = 0; number < 4; number++) await elsewhere.append("ten_a", [event(`evt_${number}`, { number })]);
  const [strand, foreign] = [blocks, second.exported(NAME).trim().split("\n")].map(
    (all) => /strandId: ?"(\w+)"/.exec(all[0] ?? "")?.[1] ?? "",
  );
  const swapped = second
    .exported(NAME)
    .replaceAll(foreign ?? "", strand ?? "")
    .trim()
    .split("\n");
  expect(reason(blocks.with(2, swapped[2] ?? ""))).toMatch(/2: it does not follow from the block before/);
  expect(reason([...blocks, swapped[2] ?? ""])).toMatch(/2 is there twice, and differs/);
});
