import { randomBytes } from "node:crypto";
import path from "node:path";
import postgres from "postgres";
import { createFileSigner } from "@pegbar/core/platform/adapter";
import * as Context from "@pegbar/core/platform/context.ts";
import * as Database from "@pegbar/core/platform/database";
import { migrate, buildRoleUrl, type Passwords } from "@pegbar/core/platform/database/migrate.ts";
import * as Id from "@pegbar/core/platform/id.ts";
import { append, type Pending } from "@pegbar/core/result/ledger/append.ts";
import { Appends } from "../test/setup/appends.ts";
import { sign, type Sealing } from "@pegbar/core/result/ledger/sign.ts";
import { proveInclusion, computeRootAt } from "@pegbar/core/result/ledger/tree.ts";
import type { Anchors, ProcessPorts } from "@pegbar/core/platform/port";
import { choosePorts } from "@pegbar/local/platform/addresses.ts";
import { startPostgres } from "@pegbar/local/platform/postgres.ts";
import { hashLeaf, verifyInclusion } from "@pegbar/verify";
import { defineBenchmark } from "./benchmark.ts";
import { Scope, createTemporaryFolder } from "./scope.ts";
import { computeMedian, computeQuantile, round } from "./statistics.ts";

const BATCH = 500;
const CLIENTS = 16;
const CHECKPOINT_MS = 1000;
const DATABASE = "bench";
const roles = ["owner", "app", "identity", "dispatch", "operator", "sequencer", "webhook", "public"] as const;

const record = (n: number): Pending => ({ eventId: `evt_${n}`, record: { type: "bench", eventId: `evt_${n}` } });

/** Keeps checkpoints in memory instead of in a bucket, so that only the log is measured. */
function createMemoryAnchors(): Anchors {
  const kept = new Map<string, string>();
  return {
    put: async (key, text) => {
      const before = kept.get(key);
      if (before === undefined) kept.set(key, text);
      return before;
    },
    get: async (key) => kept.get(key),
    next: async (key, prefix) => [...kept.keys()].filter((one) => one.startsWith(prefix) && one > key).toSorted()[0],
  };
}

/** Calls `work` from all clients concurrently until the time is over. @returns completed calls per second */
async function measureRate(seconds: number, work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  let done = 0;
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      while (performance.now() - begun < seconds * 1000) {
        await work();
        done++;
      }
    }),
  );
  return done / ((performance.now() - begun) / 1000);
}

/** Measures single and batched appends to a log, compared with a bare table, and proofs from a log of a million leaves. */
export const ledger = defineBenchmark({
  full: { leaves: 1_000_000, rounds: 3, seconds: 5, proofs: 3000 },
  small: { leaves: 2000, rounds: 2, seconds: 0.3, proofs: 50 },
  count: "leaves",
  measure: runOnPostgres,
});

interface Size {
  leaves: number;
  rounds: number;
  seconds: number;
  proofs: number;
}

async function runOnPostgres(size: Size): Promise<Record<string, number>> {
  await using scope = new Scope();
  const dir = createTemporaryFolder(scope, "pegbar-bench-");
  const passwords = Object.fromEntries(roles.map((role) => [role, randomBytes(12).toString("hex")])) as Passwords;
  const tenantKey = randomBytes(32);
  const starting = startPostgres({
    dir,
    port: (await choosePorts(0, 0)).database,
    password: "bench",
    logFile: path.join(dir, "postgres.log"),
    onRestart: console.error,
  });
  scope.defer(() =>
    starting.then(
      (server) => server.stop(),
      // A failed start is reported where it is awaited.
      () => undefined,
    ),
  );
  const { adminUrl } = await starting;
  await migrate({ adminUrl, database: DATABASE, passwords, tenantKey });
  return await measure({ adminUrl, passwords, tenantKey, dir }, size);
}

interface Stand {
  adminUrl: string;
  passwords: Passwords;
  tenantKey: Uint8Array;
  dir: string;
}

async function measure(
  { adminUrl, passwords, tenantKey, dir }: Stand,
  { leaves, rounds: turns, seconds, proofs }: Size,
): Promise<Record<string, number>> {
  const url = new URL(adminUrl);
  url.pathname = `/${DATABASE}`;
  const admin = postgres(url.toString(), { max: CLIENTS, onnotice: () => undefined });
  const connect = (role: "sequencer" | "app", max: number) =>
    Database.connect({ url: buildRoleUrl(adminUrl, DATABASE, role, passwords), tenantKey, max });
  const [sequencer, app] = [connect("sequencer", CLIENTS + 1), connect("app", 1)];
  const buildPorts = (database: Database.Connection): ProcessPorts =>
    ({ database, clock: { now: () => new Date() }, log: console.error }) as unknown as ProcessPorts;
  const sealing: Sealing = {
    signer: createFileSigner("bench/log", path.join(dir, "key.pem")),
    anchors: createMemoryAnchors(),
  };

  const createStudio = async (name: string) => {
    const tenantId = Id.create("tenant");
    await admin`insert into tenant (id, slug, name, time_zone) values (${tenantId}, ${name}, ${name}, 'UTC')`;
    const [log] = await admin`
      insert into log (tenant_id, origin, peaks) values (${tenantId}, ${`bench/log/${name}`}, '\\x') returning id`;
    return { tenantId, id: Number(log?.["id"]) };
  };
  type Log = Awaited<ReturnType<typeof createStudio>>;
  const runInTenant = <T>({ tenantId }: Log, cb: (tx: Database.Tx) => Promise<T>): Promise<T> =>
    Context.provide({ actor: { type: "system", tenantId, name: "bench" }, ports: buildPorts(sequencer) }, () =>
      Database.tx(cb),
    );
  let next = 0;
  /** Runs `cb`, and signs the log's head once a second meanwhile. */
  const measureSigned = async <T>(log: Log, cb: () => Promise<T>): Promise<T> => {
    let over = false;
    const readHead = () =>
      Context.provide(
        { actor: { type: "system", tenantId: log.tenantId, name: "bench" }, ports: buildPorts(sequencer) },
        () => sign((work) => Database.tx(work), log.id, sealing),
      );
    const signing = (async () => {
      while (!over) {
        await readHead();
        await new Promise((resolve) => setTimeout(resolve, CHECKPOINT_MS));
      }
    })();
    try {
      return await cb();
    } finally {
      over = true;
      await signing;
      await readHead();
    }
  };

  await admin`create table bare_head (id int primary key, size bigint not null)`;
  await admin`create table bare (head int, position bigint, hash bytea, primary key (head, position))`;
  await admin`insert into bare_head values (1, 0)`;
  let position = 0;
  const appendOnly = () =>
    admin.begin(async (sql) => {
      await sql`select size from bare_head where id = 1 for no key update`;
      await sql`insert into bare values (1, ${position++}, ${randomBytes(32)})`;
    });
  const single = await createStudio("single");
  const appends = new Appends(log(single), (cb) => runInTenant(single, cb));
  const rounds = { bare: [] as number[], single: [] as number[], alone: [] as number[] };
  for (let turn = 0; turn < turns; turn++) {
    rounds.bare.push(await measureRate(seconds, appendOnly));
    rounds.single.push(await measureSigned(single, () => measureRate(seconds, () => appends.append([record(next++)]))));
    rounds.alone.push(
      await measureSigned(single, () =>
        measureRate(seconds, () => runInTenant(single, (tx) => append(tx, log(single), [[record(next++)]]))),
      ),
    );
    const [bare, together, alone] = [rounds.bare, rounds.single, rounds.alone].map((all) => round(all.at(-1) ?? 0));
    console.log(
      `${CLIENTS} clients, per second: bare ${bare}; appends ${together}; appends with a commit each ${alone}`,
    );
  }

  const large = await createStudio("large");
  const begun = performance.now();
  await measureSigned(large, async () => {
    for (let from = 0; from < leaves; from += BATCH) {
      const events = Array.from({ length: Math.min(BATCH, leaves - from) }, (_, at) => record(from + at));
      await runInTenant(large, (tx) => append(tx, log(large), [events]));
    }
  });
  const batchPerSecond = leaves / ((performance.now() - begun) / 1000);
  console.log(`${leaves} leaves in batches of ${BATCH}: ${round(batchPerSecond)} per second`);

  await admin`vacuum analyze leaf`;
  // Finishes the writes of the load before proofs are measured.
  await admin`checkpoint`;
  const took: number[] = [];
  const asStudio = <T>(cb: (tx: Database.Tx) => Promise<T>) =>
    Context.provide(
      { actor: { type: "system", tenantId: large.tenantId, name: "bench" }, ports: buildPorts(app) },
      () => Database.tx(cb),
    );
  const root = await asStudio((tx) => computeRootAt(tx, large.id, leaves));
  for (let i = 0; i < proofs; i++) {
    const at = Math.floor(Math.random() * leaves);
    const start = performance.now();
    const hashes = await asStudio((tx) => proveInclusion(tx, large.id, at, leaves));
    took.push(performance.now() - start);
    if (i % 100 > 0) continue;
    const [row] = await admin`select record from leaf where log_id = ${large.id} and position = ${at}`;
    const leaf = hashLeaf(new Uint8Array(row?.["record"] as Buffer));
    if (!verifyInclusion(leaf, at, leaves, hashes, root)) throw new Error(`the proof of leaf ${at} is not valid`);
  }
  const [size] = await admin`
    select pg_total_relation_size('leaf') + pg_total_relation_size('tile_root') as bytes,
      (select count(*) from leaf)::int as leaves, (select avg(length(record)) from leaf)::float as record`;
  await Promise.all([sequencer.end(), app.end(), admin.end()]);
  const [bare, one] = [computeMedian(rounds.bare), computeMedian(rounds.single)];
  return {
    leaves,
    single_per_second: round(one),
    batch_per_second: round(batchPerSecond),
    bare_single_per_second: round(bare),
    commit_each_per_second: round(computeMedian(rounds.alone)),
    ratio_to_bare: round(computeMedian(rounds.single.map((value, turn) => value / (rounds.bare[turn] ?? 1))), 2),
    proof_ms_p50: round(computeQuantile(took, 0.5), 2),
    proof_ms_p99: round(computeQuantile(took, 0.99), 2),
    disk_bytes_per_leaf: Math.round(Number(size?.["bytes"]) / Number(size?.["leaves"])),
    record_bytes: Math.round(Number(size?.["record"])),
  };
}

const log = ({ id, tenantId }: { id: number; tenantId: string }) => ({ id, tenantId });
