import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import path from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Client, signIn } from "@pegbar/local/client/index.ts";
import type { Platform } from "@pegbar/local/platform/index.ts";
import { DATABASE } from "@pegbar/local/platform/resources.ts";
import { createQldbLedger, type QldbLedger } from "@pegbar/qldb";
import { startQldb } from "../../packages/qldb/test/server/index.ts";
import { verifyExport } from "@pegbar/qldb/verify";
import { startTestPlatform } from "../setup/platform.ts";
import { listDescendants } from "../setup/processes.ts";

const LEDGER = "studio";

/** A proxy between the sequencer and the ledger that adds faults. `lose` forwards a commit and drops its response. */
type Way = "pass" | "break" | "silent" | "lose";

async function startWay(to: string) {
  const state: { way: Way; lost: number; stopped: number } = { way: "pass", lost: 0, stopped: 0 };
  const server = createServer((incoming, outgoing) => {
    const pass = async () => {
      const sent = await text(incoming);
      if (state.way === "break" || state.way === "silent") {
        state.stopped++;
        return state.way === "break" ? void outgoing.destroy() : undefined;
      }
      const { "x-amz-target": target = "" } = incoming.headers;
      const answer = await fetch(to + (incoming.url ?? ""), {
        method: "POST",
        body: sent,
        headers: { "x-amz-target": String(target) },
      });
      const body = await answer.text();
      if (state.way === "lose" && sent.includes("CommitTransaction")) return void state.lost++;
      outgoing.writeHead(answer.status, { "content-type": "application/x-amz-json-1.0" }).end(body);
    };
    pass().catch(() => outgoing.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    state,
    endpoint: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

let server: Awaited<ReturnType<typeof startQldb>>;
let line: Awaited<ReturnType<typeof startWay>>;
let platform: Platform;
let reader: QldbLedger;
let sql: postgres.Sql;
let admin: Client;
let artist: Client;
beforeAll(async () => {
  server = await startQldb({ ledgers: [LEDGER] });
  line = await startWay(server.endpoint);
  platform = await startTestPlatform("mirror", {
    paceMs: 50,
    // Only the sequencer is killed, and its log is read.
    multiProcess: true,
    qldb: { endpoint: line.endpoint, ledgerName: LEDGER },
  });
  const { api, issuer } = platform.addresses;
  admin = new Client(api, await signIn(issuer, "admin@lumen.example"));
  artist = new Client(api, await signIn(issuer, "artist@lumen.example"));
  const url = new URL(platform.adminUrl);
  url.pathname = `/${DATABASE}`;
  sql = postgres(url.toString(), { max: 1 });
  reader = await createQldbLedger({
    ledger: LEDGER,
    endpoint: server.endpoint,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
});
afterAll(async () => {
  reader?.close();
  await sql?.end();
  await platform?.stop();
  line?.stop();
  await server?.stop();
});

interface Leaf {
  tenant: string;
  event: string;
  position: number;
  record: string;
}
const leaves = async (): Promise<Leaf[]> =>
  (
    await sql`select log.tenant_id, event_id, position, convert_from(record, 'UTF8') as record
      from leaf join log on log.id = leaf.log_id where log.tenant_id is not null order by log.id, position`
  ).map((row) => ({
    tenant: String(row["tenant_id"]),
    event: String(row["event_id"]),
    position: Number(row["position"]),
    record: String(row["record"]),
  }));
/** Waits until the ledger has the records of the logs, and expects that it has no others, in the same order. */
async function same(atLeast: number): Promise<void> {
  await vi.waitFor(
    async () => {
      const all = await leaves();
      expect(all.length).toBeGreaterThanOrEqual(atLeast);
      for (const { tenant, event, position, record } of all)
        expect(await reader.find(tenant, event), event).toMatchObject({ position, record });
    },
    { timeout: 60_000, interval: 500 },
  );
  const kept = [...server.exported(LEDGER).matchAll(/eventKey:"([^"]+)"/g)].map(([, key]) => key ?? "");
  const all = await leaves();
  expect(kept.length).toBe(all.length);
  for (const tenant of new Set(all.map((one) => one.tenant)))
    expect(kept.filter((key) => key.startsWith(`${tenant}/`))).toEqual(
      all.filter((one) => one.tenant === tenant).map(({ event }) => `${tenant}/${event}`),
    );
  expect(verifyExport([server.exported(LEDGER)])).toMatchObject({ valid: true });
}
let made = 0;
/** Actions of an admin, each of which adds a record. */
async function act(count: number): Promise<number> {
  const before = (await leaves()).length;
  for (let n = 0; n < count; n++) await admin.json("POST", "/v1/shows", { code: `S${made++}`, name: "A show" });
  return before + count;
}
const written = (count: number) =>
  vi.waitFor(async () => expect((await leaves()).length).toBeGreaterThanOrEqual(count), { timeout: 20_000 });
function killSequencer(): void {
  const [found, ...more] = listDescendants(process.pid).filter(({ command }) => command.includes("background.ts"));
  if (!found || more.length > 0) throw new Error("there is not one process with the sequencer");
  process.kill(found.pid, "SIGKILL");
}
/** Milliseconds from a job's end to its certificate. */
async function certified(): Promise<number> {
  const { id } = await artist.submit({
    shot: "HARBOR/sq010/sh010",
    workflow: "paint-text",
    parameters: { prompt: `a lamp ${made++}`, seed: made },
  });
  await vi.waitFor(async () => expect((await artist.job(id)).state).toBe("succeeded"), {
    timeout: 30_000,
    interval: 20,
  });
  const begun = performance.now();
  const [asset] = await artist.assets(id);
  await artist.json("GET", `/v1/assets/${asset?.id}/certificate?wait=10`);
  return performance.now() - begun;
}
const said = () => readFileSync(path.join(platform.dir, "logs", "background.log"), "utf8");

test("the second ledger contains the same records at the same positions", async () => {
  await certified();
  await same(await act(60));
}, 90_000);

test("a sequencer that is killed between log and ledger loses nothing and writes nothing twice", async () => {
  line.state.way = "break";
  const some = await act(5);
  await written(some);
  killSequencer();
  line.state.way = "pass";
  await same(some);
  // Committed there, and the response lost with the process that waited for it.
  line.state.way = "lose";
  const more = await act(5);
  await written(more);
  await vi.waitFor(() => expect(line.state.lost).toBeGreaterThan(0), { timeout: 30_000 });
  killSequencer();
  line.state.way = "pass";
  await same(await act(3));
}, 120_000);

test.each(["break", "silent"] as const)(
  "an unavailable ledger (%s) delays no certificate, and gets missing records later",
  async (way) => {
    line.state.way = way;
    const stopped = line.state.stopped;
    for (let n = 0; n < 4; n++) expect(await certified()).toBeLessThan(1000);
    await vi.waitFor(() => expect(line.state.stopped).toBeGreaterThan(stopped), { timeout: 30_000 });
    await vi.waitFor(() => expect(said()).toContain("the second ledger is behind"), { timeout: 60_000 });
    line.state.way = "pass";
    await same(4);
    await vi.waitFor(() => expect(said()).toContain("kept in the second ledger again"), { timeout: 30_000 });
  },
  120_000,
);

test("a platform that stops does not wait for an unavailable ledger", async () => {
  line.state.way = "silent";
  await written(await act(1));
  const begun = performance.now();
  await platform.stop();
  expect(performance.now() - begun).toBeLessThan(15_000);
}, 60_000);
