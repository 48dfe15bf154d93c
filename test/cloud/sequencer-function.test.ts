import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { credentials, REGION } from "@pegbar/local/store/access.ts";
import { build } from "../../packages/functions/scripts/build.ts";
import { LEDGER_KEY, TENANT_KEY } from "../setup/constants.ts";
import { createLedger, type TestLedger } from "../setup/ledger.ts";

const scratch = mkdtempSync(path.join(tmpdir(), "pegbar-sequencer-"));
let ledger: TestLedger;
beforeAll(async () => {
  ledger = await createLedger();
  await build("sequencer/lambda", scratch);
});
afterAll(async () => {
  await ledger.drop();
  rmSync(scratch, { recursive: true, force: true });
});

/** The bundled function in a separate process, with this remaining time in milliseconds. */
function invoked(remaining: number, anchors = `${ledger.studios.bucket}-anchors`) {
  const links = {
    SequencerDatabase: { url: ledger.studios.database.url("sequencer") },
    TenantKey: { value: TENANT_KEY.toString("hex") },
    LedgerKey: { value: LEDGER_KEY.toString("hex") },
    LogKey: { name: "pegbar.test/log", file: path.join(ledger.dir, "key.pem") },
    Anchors: { name: anchors, versioned: false },
    Witnesses: { witnesses: [] },
  };
  const code = `
    const { handler } = await import(${JSON.stringify(path.join(scratch, "sequencer-lambda/bundle.mjs"))});
    process.send("ready");
    const began = performance.now();
    const said = await handler({}, { getRemainingTimeInMillis: () => ${remaining} }).catch(({ message }) => ({ message }));
    console.log("\\n" + JSON.stringify({ ...said, seconds: (performance.now() - began) / 1000 }));
    process.exit();`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], {
    stdio: ["ignore", "pipe", "inherit", "ipc"],
    env: {
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_ENDPOINT_URL_S3: inject("storeUrl"),
      ...Object.fromEntries(Object.entries(links).map(([name, of]) => [`SST_RESOURCE_${name}`, JSON.stringify(of)])),
    },
  });
  const said = text(child.stdout ?? process.stdin);
  return {
    ready: once(child, "message"),
    said: async () => JSON.parse((await said).trim().split("\n").at(-1) ?? "") as Record<string, unknown>,
  };
}

test("runs until shortly before its time limit, and records events immediately", async () => {
  const { ready, said } = invoked(19_000);
  await ready;
  const waits: number[] = [];
  for (let times = 3; times > 0; times--) {
    const { id } = await ledger.enqueue(ledger.lumen);
    const began = performance.now();
    await ledger.readCertificate(ledger.lumen, id, 5000);
    waits.push(performance.now() - began);
  }
  expect(Math.max(...waits.slice(1))).toBeLessThan(900);
  const { leaves, seconds } = await said();
  expect(leaves).toBe(3);
  expect(seconds).toBeGreaterThan(3.9);
  expect(seconds).toBeLessThan(10);
});

test("two concurrent runs, as every minute, record everything once", async () => {
  const both = [invoked(18_000), invoked(18_000)];
  await Promise.all(both.map(({ ready }) => ready));
  const ids = await Promise.all(Array.from({ length: 20 }, () => ledger.enqueue(ledger.orrery)));
  for (const one of await Promise.all(both.map(({ said }) => said()))) expect(one).not.toHaveProperty("message");
  // Both may count records that the other has just written.
  const written = await ledger.studios.database.admin()`
    select count(*)::int as n, count(distinct event_id)::int as events from leaf
    where event_id in ${ledger.studios.database.admin()(ids.map(({ id }) => id))}`;
  expect(written[0]).toEqual({ n: 20, events: 20 });
  for (const { id } of ids) await ledger.readCertificate(ledger.orrery, id);
});

test("fails if its last attempt failed", async () => {
  await ledger.enqueue(ledger.lumen);
  const { said } = invoked(17_000, "no-such-bucket");
  expect(await said()).toMatchObject({ message: "the sequencer ended with a failure" });
});
