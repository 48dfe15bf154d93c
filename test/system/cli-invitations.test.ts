import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startApi, type TestApi } from "../setup/api.ts";
import { createPegbarCommand, type Ran } from "../setup/cli.ts";

let api: TestApi;
let folder: string;
beforeAll(async () => {
  api = await startApi();
  folder = await mkdtemp(path.join(tmpdir(), "pegbar-cli-invitations-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await api.stop();
});

const as = async (email: string) =>
  createPegbarCommand({ PEGBAR_URL: api.url, PEGBAR_TOKEN: await api.issuer.sign(email) }, folder);
const invite = (email: string, admin: string) =>
  api.ask("POST", "/v1/members", { as: admin, body: { email, name: "Guest", role: "artist" } });
const json = ({ stdout }: Ran) => JSON.parse(stdout) as Record<string, unknown>;

test("lists, accepts and declines invitations, and switches the default studio", async () => {
  const email = "guest@both.example";
  const pegbar = await as(email);
  await invite(email, "admin@lumen.example");
  const refused = await pegbar.run("shows");
  expect([refused.exit, refused.stderr]).toEqual([4, expect.stringContaining("pegbar invitations accept lumen")]);

  const listed = await pegbar.run("--json", "invitations");
  expect(JSON.parse(listed.stdout)).toMatchObject([{ tenant: { slug: "lumen" }, role: "artist" }]);
  const accepted = await pegbar.run("invitations", "accept");
  expect([accepted.exit, accepted.stderr]).toEqual([0, expect.stringContaining("artist at Lumen Pictures")]);
  expect((await pegbar.run("invitations", "accept")).exit).toBe(5);

  await invite(email, "admin@orrery.example");
  const second = await pegbar.run("invitations", "accept", "orrery");
  expect(second.stderr).toContain("Your default studio is lumen");
  expect(json(await pegbar.run("--json", "whoami"))).toMatchObject({ tenant: { slug: "lumen" } });
  expect((await pegbar.run("studios", "use", "orrery")).exit).toBe(0);
  expect(json(await pegbar.run("--json", "whoami"))).toMatchObject({ tenant: { slug: "orrery" } });
  const unknown = await pegbar.run("studios", "use", "nowhere");
  expect([unknown.exit, unknown.stderr]).toEqual([5, expect.stringContaining("nowhere")]);
  expect(json(await pegbar.run("--json", "studios"))).toMatchObject({ items: [{ default: false }, { default: true }] });
});

test("declines, and requires a name if there are several invitations", async () => {
  const email = "courted@both.example";
  const pegbar = await as(email);
  await invite(email, "admin@lumen.example");
  await invite(email, "admin@orrery.example");
  const several = await pegbar.run("invitations", "decline");
  expect([several.exit, several.stderr]).toEqual([2, expect.stringMatching(/lumen, orrery|orrery, lumen/)]);
  expect((await pegbar.run("invitations", "decline", "lumen")).exit).toBe(0);
  expect((await pegbar.run("invitations", "decline")).exit).toBe(0);
  expect(JSON.parse((await pegbar.run("--json", "invitations")).stdout)).toEqual([]);
});

test("login keeps the sign-in of an invited person, so that they can accept", async () => {
  const email = "waiting@lumen.example";
  await invite(email, "admin@lumen.example");
  const pegbar = createPegbarCommand({}, folder);
  const token = await api.issuer.sign(email);
  const { child, ended } = pegbar.start("login", "--url", api.url, "--with-token");
  child.stdin.end(`${token}\n`);
  const login = await ended;
  expect([login.exit, login.stderr]).toEqual([4, expect.stringContaining("invited to Lumen Pictures")]);
  expect(await readFile(path.join(folder, "config/pegbar/profiles.json"), "utf8")).toContain(api.url);
  expect((await pegbar.run("invitations", "accept")).exit).toBe(0);
  expect(json(await pegbar.run("--json", "whoami"))).toMatchObject({ member: { email } });
});
