import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeArchive } from "../src/archive.ts";
import { buildPlugins } from "../src/index.ts";
import { readSources } from "../src/sources.ts";
import { readPluginVersion } from "../src/version.ts";
import { writePlugins } from "../src/write.ts";

const URL = "https://pegbar.example";
const SCRATCH = mkdtempSync(path.join(tmpdir(), "pegbar-plugins-"));
afterAll(() => rmSync(SCRATCH, { recursive: true, force: true }));

/** Opens an archive with another implementation, Python's: names, times, modes and CRCs, and the text of one file. */
const LIST = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    assert archive.testzip() is None
    infos = [[i.filename, list(i.date_time), i.external_attr >> 16] for i in archive.infolist()]
    print(json.dumps({"infos": infos, "text": archive.read(sys.argv[2]).decode()}))
`;
const open = (file: string, text: string) =>
  JSON.parse(execFileSync("python3", ["-c", LIST, path.join(SCRATCH, file), text], { encoding: "utf8" })) as {
    infos: [name: string, time: number[], mode: number][];
    text: string;
  };

const version = readPluginVersion();
const [BLENDER, MAYA] = [`pegbar-blender-${version}.zip`, `pegbar-maya-${version}.zip`];

describe("the archives of the plug-ins", () => {
  beforeAll(() => void writePlugins(SCRATCH, URL));

  test("have the same bytes each time", () => {
    const again = buildPlugins(URL);
    expect([...again.keys()]).toEqual([BLENDER, MAYA, "plugins.json", "index.json"]);
    for (const [name, content] of again)
      expect(readFileSync(path.join(SCRATCH, name)).equals(content), name).toBe(true);
  });

  test.each([
    [BLENDER, "pegbar/__init__.py", "pegbar/vendor/pegbar_client/version.py", "pegbar/pegbar_site.json"],
    [MAYA, "pegbar.mod", "pegbar/scripts/pegbar_client/version.py", "pegbar/scripts/pegbar_maya/pegbar_site.json"],
  ])("%s has sorted names, fixed times and modes, the client and the address", (file, first, client, site) => {
    const { infos, text } = open(file, site);
    const names = infos.map(([name]) => name);
    expect(names).toEqual(names.toSorted((a, b) => (a < b ? -1 : 1)));
    expect(names).toEqual(expect.arrayContaining([first, client, site, "pegbar/LICENSE"]));
    expect(names.filter((name) => /__pycache__|\.pyc$|(^|\/)tests\/|(^|\/)\./.test(name))).toEqual([]);
    expect(new Set(infos.map(([, time]) => String(time)))).toEqual(new Set(["1980,1,1,12,0,0"]));
    expect(new Set(infos.map(([, , mode]) => mode))).toEqual(new Set([0o100644]));
    expect(JSON.parse(text)).toEqual({ url: URL });
  });

  test("the index for Blender names the archive with its size and hash", () => {
    const content = readFileSync(path.join(SCRATCH, BLENDER));
    const index: unknown = JSON.parse(readFileSync(path.join(SCRATCH, "index.json"), "utf8"));
    expect(index).toMatchObject({
      version: "v1",
      blocklist: [],
      data: [
        {
          id: "pegbar",
          type: "add-on",
          version,
          schema_version: "1.0.0",
          archive_url: `./${BLENDER}`,
          archive_size: content.length,
          archive_hash: `sha256:${createHash("sha256").update(content).digest("hex")}`,
        },
      ],
    });
  });

  test("the module file of Maya names the module with its version and folder", () => {
    expect(open(MAYA, "pegbar.mod").text).toBe(`+ pegbar ${version} ./pegbar\n`);
  });

  test("without an address there is no site file", () => {
    const names = new Set(["pegbar/pegbar_site.json", "pegbar/scripts/pegbar_maya/pegbar_site.json"]);
    const plain = path.join(SCRATCH, "plain");
    writePlugins(plain);
    for (const file of [BLENDER, MAYA])
      expect(open(`plain/${file}`, "pegbar/LICENSE").infos.filter(([name]) => names.has(name))).toEqual([]);
  });
});

test("the command writes the files to a folder, and says what is wrong with an address", () => {
  const call = (url: string) =>
    spawnSync("npm", ["run", "--silent", "plugins:build", "--", "--url", url, "--out", path.join(SCRATCH, "built")], {
      encoding: "utf8",
    });
  const { status, stdout } = call(URL);
  expect([status, stdout]).toEqual([0, expect.stringMatching(/pegbar-blender-[\d.]+\.zip \(\d+ bytes\)\n/)]);
  expect(readFileSync(path.join(SCRATCH, "built", MAYA)).equals(buildPlugins(URL).get(MAYA) ?? Buffer.alloc(0))).toBe(
    true,
  );
  expect(call("pegbar.example")).toMatchObject({ status: 1, stderr: expect.stringContaining("Not an address") });
});

test.each([
  "pegbar.example",
  "ftp://pegbar.example",
  "https://me:secret@pegbar.example",
  "https://pegbar.example/?a=b",
])("%s is refused as an address", (url) => {
  expect(() => buildPlugins(url)).toThrow(`Not an address: ${url}. Write the portal's, such as`);
});

test("times and order of the files don't change an archive", () => {
  const [one, other] = [new Map([["b", new Uint8Array(9)]]), new Map<string, Uint8Array>()];
  one.set("a/c.py", new TextEncoder().encode("x = 1\n".repeat(99)));
  for (const [name, content] of [...one].toReversed()) other.set(name, content);
  expect(Buffer.from(writeArchive(other)).equals(writeArchive(one))).toBe(true);
});

test("compiled files, tests and hidden files are left out, and a file of another kind is an error", () => {
  const folder = mkdtempSync(path.join(SCRATCH, "sources-"));
  execFileSync("mkdir", ["-p", ...["a/__pycache__", "a/tests", ".idea"].map((name) => path.join(folder, name))]);
  for (const name of ["a/one.py", "a/__pycache__/one.cpython-311.pyc", "a/tests/test_one.py", ".idea/x.json"])
    writeFileSync(path.join(folder, name), "1\n");
  utimesSync(path.join(folder, "a/one.py"), 1, 1);
  expect([...readSources(folder, "pegbar").keys()]).toEqual(["pegbar/a/one.py"]);
  writeFileSync(path.join(folder, "a/scene.blend"), "");
  expect(() => readSources(folder, "pegbar")).toThrow("Kind of file not known: a/scene.blend");
});
