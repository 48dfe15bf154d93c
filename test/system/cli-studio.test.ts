import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startApi, type TestApi } from "../setup/api.ts";
import { createPegbarCommand } from "../setup/cli.ts";

let api: TestApi;
let folder: string;
let pegbar: ReturnType<typeof createPegbarCommand>;
beforeAll(async () => {
  api = await startApi();
  folder = await mkdtemp(path.join(tmpdir(), "pegbar-cli-studio-"));
  pegbar = createPegbarCommand(
    { PEGBAR_URL: api.url, PEGBAR_TOKEN: await api.issuer.sign("admin@lumen.example") },
    folder,
  );
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await api.stop();
});

const json = async (...given: string[]): Promise<unknown> => {
  const { stdout, stderr, exit } = await pegbar.run("--json", ...given);
  expect([exit, stderr]).toEqual([0, expect.anything()]);
  return JSON.parse(stdout);
};

test("invites a person, changes the role, and withdraws the invitation", async () => {
  const invited = await pegbar.run("invite", "Nova@lumen.example", "--role", "supervisor");
  expect(invited).toMatchObject({ exit: 0, stdout: expect.stringMatching(/^mem_\w+\n$/) });
  expect(invited.stderr).toMatch(/^Nova is invited as supervisor until \d{4}-/m);
  expect((await pegbar.run("invite", "nova@lumen.example")).stderr).toContain("is invited already");
  expect(await json("members", "role", "nova@lumen.example", "artist")).toMatchObject({ role: "artist" });
  expect((await pegbar.run("members", "role", "nova@lumen.example", "king")).exit).not.toBe(0);
  const unknown = await pegbar.run("members", "remove", "nava@lumen.example");
  expect([unknown.exit, unknown.stderr]).toEqual([5, expect.stringContaining('Did you mean "nova@lumen.example"')]);
  const removed = await pegbar.run("members", "remove", "nova@lumen.example");
  expect([removed.exit, removed.stderr]).toEqual([0, expect.stringContaining("Withdrew the invitation of Nova")]);
});

test("creates a show with shots, adds more, changes it, and adds and removes people", async () => {
  const made = await json("shows", "create", "FJORD", "Fjord", "sq010/sh010:1001-1048", "sq010/sh020");
  expect(made).toMatchObject({
    code: "FJORD",
    sequences: [{ code: "sq010", shots: [{ code: "sh010", frameIn: 1001, frameOut: 1048 }, { code: "sh020" }] }],
  });
  const added = await pegbar.run("shows", "add-shots", "FJORD", "sq010/sh020", "sq020/sh010");
  expect(added.stderr).toContain("1 of 2 added. The others existed.");
  expect(await json("shows", "update", "FJORD", "--name", "Fjord at night")).toMatchObject({ name: "Fjord at night" });
  expect(await pegbar.run("shows", "update", "FJORD")).toMatchObject({ exit: 2 });
  expect(await pegbar.run("shows", "create", "X", "X", "sh010")).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining("Write SEQUENCE/SHOT"),
  });
  expect(await json("shows", "add", "FJORD", "artist@lumen.example")).toMatchObject({
    added: [expect.stringMatching(/^mem_/)],
  });
  const names = async () => (await json("shows", "members", "FJORD")) as { role: string }[];
  expect(await names()).toMatchObject([{ role: "artist" }]);
  const partly = await pegbar.run("shows", "remove", "FJORD", "artist@lumen.example", "nobody@lumen.example");
  expect([partly.exit, partly.stdout]).toEqual([5, expect.stringMatching(/^mem_\w+ {2}removed\n$/)]);
  expect(await names()).toEqual([]);
  expect((await pegbar.run("shows", "members", "FJRD")).stderr).toContain('Did you mean "FJORD"');
});

test("shows the effect of a limit, sets it by code or email, and removes it", async () => {
  const limitsOf = async (scope: string, name: string) =>
    ((await json("quotas", "--scope", scope)) as { name: string; limits: Record<string, unknown> }[]).find((one) =>
      one.name.includes(name),
    )?.limits;
  const before = await limitsOf("show", "HARBOR");
  const dry = await pegbar.run("quotas", "set", "HARBOR", "--cost", "512.5", "--dry-run");
  expect([dry.exit, dry.stdout, dry.stderr]).toEqual([
    0,
    expect.stringContaining("$512.50"),
    expect.stringContaining("Dry run: nothing was changed."),
  ]);
  expect(await limitsOf("show", "HARBOR")).toEqual(before);
  expect(await json("quotas", "set", "HARBOR", "--cost", "512.5", "--storage", "1.5")).toMatchObject({
    limits: { ...before, dollarsPerMonth: 512.5, storageBytes: 1_500_000_000 },
  });
  expect(await json("quotas", "set", "artist@lumen.example", "--running", "3")).toMatchObject({
    scope: "member",
    limits: { runningJobs: 3 },
  });
  expect(await json("quota", "set", "HARBOR", "--cost", "none")).toMatchObject({
    scope: "show",
    limits: { dollarsPerMonth: null, storageBytes: 1_500_000_000 },
  });
  expect(await pegbar.run("quotas", "set", "HARBOR")).toMatchObject({ exit: 2 });
  expect(await pegbar.run("quotas", "set", "HARBOR", "--cost", "lots")).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining('or "none" for no limit'),
  });
  expect(await pegbar.run("quotas", "set", "HARBUR", "--cost", "1")).toMatchObject({
    exit: 5,
    stderr: expect.stringContaining('Did you mean "HARBOR"'),
  });
});
