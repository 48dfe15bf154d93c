import { execFile } from "node:child_process";
import { once } from "node:events";
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildPlugins } from "../src/index.ts";
import { readPluginVersion } from "../src/version.ts";
import { writePlugins } from "../src/write.ts";

const run = promisify(execFile);
const SCRATCH = mkdtempSync(path.join(tmpdir(), "pegbar-blender-"));
afterAll(() => rmSync(SCRATCH, { recursive: true, force: true }));
const ARCHIVE = path.join(SCRATCH, `pegbar-blender-${readPluginVersion()}.zip`);

const hasBlender = await run("blender", ["--version"]).then(
  () => true,
  () => false,
);
if (!hasBlender) console.warn("skipped: Blender not found. Install it: apt-get install blender");

/** Blender's own program for extensions, which is part of the package bpy. */
const [extensions] = globSync(
  path.join(
    import.meta.dirname,
    "../../../.tools/bpy-4.2.23/lib/python*/site-packages/bpy/*/scripts/addons_core/bl_pkg/cli/*_ext.py",
  ),
);
if (extensions === undefined) console.warn("skipped: no extensions of Blender 4.2. Install them: npm run bpy:install");
const python = path.join(import.meta.dirname, "../../../.tools/bpy-4.2.23/bin/python");

test.skipIf(!hasBlender)(
  "Blender installs the archive as a legacy add-on",
  async () => {
    writePlugins(SCRATCH, "https://pegbar.example");
    const [scripts, config] = ["scripts", "config"].map((name) => path.join(SCRATCH, name));
    for (const folder of [scripts, config]) mkdirSync(folder ?? "");
    const code = `import bpy; bpy.ops.preferences.addon_install(filepath=${JSON.stringify(ARCHIVE)})`;
    const { stdout } = await run(
      "blender",
      ["--background", "--factory-startup", "--python-exit-code", "1", "--python-expr", code],
      { env: { ...process.env, BLENDER_USER_SCRIPTS: scripts, BLENDER_USER_CONFIG: config } },
    );
    expect(stdout).toContain("Modules Installed (pegbar)");
    const site = readFileSync(path.join(scripts ?? "", "addons/pegbar/pegbar_site.json"), "utf8");
    expect(JSON.parse(site)).toEqual({ url: "https://pegbar.example" });
  },
  60_000,
);

describe.skipIf(extensions === undefined)("Blender's program for extensions", () => {
  let server: Server;
  let url: string;
  const call = (command: string, ...rest: string[]) => run(python, [extensions ?? "", command, ...rest]);
  beforeAll(async () => {
    const files = buildPlugins("https://pegbar.example");
    server = createServer((request, response) => {
      const content = files.get(request.url?.slice(1) ?? "");
      response.writeHead(content ? 200 : 404).end(content);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/index.json`;
  });
  afterAll(() => void server.close());

  test("finds the archive valid", async () => {
    writePlugins(SCRATCH, "https://pegbar.example");
    const { stdout } = await call("validate", ARCHIVE);
    expect(stdout).toContain("Success parsing TOML");
  });

  test("lists the same as the portal's index", async () => {
    const folder = path.join(SCRATCH, "repository");
    const files = writePlugins(folder, "https://pegbar.example");
    const ours: unknown = JSON.parse(readFileSync(path.join(folder, "index.json"), "utf8"));
    for (const { name } of files) if (!name.includes("blender")) rmSync(path.join(folder, name));
    await call("server-generate", "--repo-dir", folder);
    expect(ours).toEqual(JSON.parse(readFileSync(path.join(folder, "index.json"), "utf8")));
  });

  test("installs from the portal's address", async () => {
    const folder = path.join(SCRATCH, "local");
    mkdirSync(path.join(folder, ".blender_ext"), { recursive: true });
    const target = [`--local-dir=${folder}`, `--remote-url=${url}`];
    await call("sync", ...target);
    await call("install", ...target, "--blender-version=4.2.0", "--python-version=3.11", "pegbar");
    const site = readFileSync(path.join(folder, "pegbar/pegbar_site.json"), "utf8");
    expect(JSON.parse(site)).toEqual({ url: "https://pegbar.example" });
  });
});
