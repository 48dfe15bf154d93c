import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect } from "@pegbar/core/platform/database";
import { startApi, type TestApi } from "../setup/api.ts";
import { createPegbarCommand } from "../setup/cli.ts";

let api: TestApi;
let folder: string;
beforeAll(async () => {
  api = await startApi();
  folder = await mkdtemp(path.join(tmpdir(), "pegbar-cli-status-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await api.stop();
});

const run = (url: string, ...words: string[]) => createPegbarCommand({ PEGBAR_URL: url }, folder).run(...words);

test("shows each part without a sign-in, and what users notice of those that do not work", async () => {
  await api.admin`update component_run set ran_at = now()`;
  const fine = await run(await api.elsewhere(), "status");
  expect([fine.exit, fine.stdout]).toEqual([0, expect.stringMatching(/^All systems operational\.\napi +ok\n/)]);
  await api.admin`update component_run set ran_at = now() - interval '10 minutes' where name = 'sequencer'`;
  const degraded = await run(await api.elsewhere(), "status");
  expect(degraded.exit).toBe(0);
  expect(degraded.stdout).toMatch(/^Some systems are degraded\.$/m);
  expect(degraded.stdout).toMatch(/^ledger +degraded +Certificates of new results .*\. Since \d{4}-\d\d-\d\d .*\.$/m);
});

test("exits with 1 while the platform is down, with its parts on stdout", async () => {
  const database = connect({ url: "postgres://127.0.0.1:9/x", max: 1 });
  const base = await api.elsewhere({
    ports: { ...api.studios.ports, public: { ...api.studios.ports.public, database } },
  });
  const down = await run(base, "--json", "status");
  expect(down.exit).toBe(1);
  expect(JSON.parse(down.stdout)).toMatchObject({ status: "down", parts: [{ name: "api" }, { status: "down" }] });
  expect(JSON.parse(down.stderr)).toMatchObject({ exit: 1, message: expect.stringContaining("is down") as unknown });
  await database.end();
});

test("exits with 1 without an answer, and for one that is not the API's", async () => {
  const other: Server = createServer((_request, response) => response.writeHead(502).end("<h1>Bad gateway</h1>"));
  await once(other.listen(0, "127.0.0.1"), "listening");
  const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  const refused = await run(url, "status");
  expect([refused.exit, refused.stderr]).toEqual([1, expect.stringContaining("502: Bad gateway")]);
  await new Promise((resolve) => other.close(resolve));
  const silent = await run(url, "status");
  expect([silent.exit, silent.stderr]).toEqual([1, expect.stringContaining("No answer from")]);
});
