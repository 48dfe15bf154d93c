import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startApi, type TestApi } from "../setup/api.ts";
import { createPegbarCommand, type Ran } from "../setup/cli.ts";
import { createPeople } from "../setup/people.ts";

let api: TestApi;
let folder: string;
let versions: string[];
let pegbar: ReturnType<typeof createPegbarCommand>;

beforeAll(async () => {
  api = await startApi();
  folder = await mkdtemp(path.join(tmpdir(), "pegbar-playlists-"));
  const world = await createPeople(api);
  const supervisor = await world.actor("supervisor");
  versions = await Promise.all([1, 2].map(() => world.version("own", supervisor)));
  const token = await api.issuer.sign(supervisor.email);
  pegbar = createPegbarCommand({ PEGBAR_URL: api.url, PEGBAR_TOKEN: token }, folder);
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await api.stop();
});

const playlist = (...args: string[]) => pegbar.run("playlist", ...args);
const json = ({ stdout }: Ran) => JSON.parse(stdout) as Record<string, unknown>;

test("a playlist is created, extended, listed and shared", async () => {
  const [first = "", second = ""] = versions;
  const id = (await playlist("create", "HARBOR", "Dailies, Monday", second)).stdout.trim();
  expect(id).toMatch(/^ply_/);
  expect((await playlist("add", id, first, second)).stdout).toBe("Dailies, Monday  2 versions\n");
  expect((await playlist("list", "--show", "HARBOR")).stdout).toContain("Dailies, Monday");
  const { stdout, stderr } = await playlist(
    "share",
    id,
    "--to",
    "ACME",
    "--contact",
    "a@b.example",
    "--expires-in",
    "3",
  );
  expect(stdout).toMatch(new RegExp(`^${api.url}/share/pgs_[0-9A-Za-z]{38}\n$`));
  expect(stderr).toContain("it is not shown again");
  const secret = stdout.trim().split("/").at(-1) ?? "";
  const shown = await api.ask("GET", "/v1/shared", { headers: { "pegbar-share": secret } });
  expect(shown.body).toMatchObject({ title: "Dailies, Monday", recipient: "ACME", contact: "a@b.example" });
  expect((shown.body as { versions: { name: string }[] }).versions.map(({ name }) => name)).toEqual([second, first]);
  expect(json(await playlist("share", first, "--to", "B", "--json"))).toMatchObject({ versionIds: [first] });
});

test("mistakes say what to do", async () => {
  expect(await playlist("create", "HARBR", "x")).toMatchObject({
    exit: 5,
    stderr: expect.stringContaining('Did you mean "HARBOR"?'),
  });
  expect(await playlist("share", "ply_x", "--to", "A")).toMatchObject({ exit: 2 });
  expect(await playlist("share", versions[0] ?? "", "--to", "東京")).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining("Latin, Greek or Cyrillic"),
  });
  expect(await playlist("share", versions[0] ?? "", "--to", "A", "--expires-in", "91")).toMatchObject({ exit: 2 });
});
