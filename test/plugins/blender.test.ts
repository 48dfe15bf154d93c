import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Platform } from "@pegbar/local/platform/index.ts";
import { findPython, runProgram } from "../setup/python.ts";
import { startTestPlatform } from "../setup/platform.ts";

const FOLDER = path.join(import.meta.dirname, "../../plugins/blender/tests");
/** PyPI's releases of Blender as a module: the newest one; those between take a minute of two cores each. */
const VERSIONS = process.env["PEGBAR_ALL_BLENDERS"] === undefined ? ["5.2.3"] : ["5.2.3", "5.0.1", "4.2.23"];
const RELEASES = VERSIONS.map((version) => ({
  version,
  python: path.join(import.meta.dirname, `../../.tools/bpy-${version}/bin/python`),
}));

/** A way to run a script in Blender. */
interface Blender {
  name: string;
  command: string;
  buildArgs(script: string, ...args: string[]): string[];
}

/** Debian's Blender, and PyPI's. */
function findBlenders(): Blender[] {
  const found: Blender[] = [];
  // A Python error ends with 0 unless the exit code stands before the script (3.4.1).
  const flags = ["--background", "--factory-startup", "-noaudio", "--python-exit-code", "1", "--python"];
  if (spawnSync("blender", ["--version"], { stdio: "ignore" }).status === 0)
    found.push({
      name: "Blender",
      command: "blender",
      buildArgs: (script, ...args) => [...flags, script, "--", ...args],
    });
  else console.log("skipped: no blender here, so the add-on is not run in it");
  for (const { version, python } of RELEASES)
    if (existsSync(python))
      found.push({ name: `bpy ${version}`, command: python, buildArgs: (script, ...args) => [script, "--", ...args] });
    else console.log(`skipped: no bpy ${version} here (npm run bpy:install), so the add-on is not run in it`);
  return found;
}

const blenders = findBlenders();
// Debian's Blender names the first Python on the path as its own.
const python: Record<string, string> = { PYTHONDONTWRITEBYTECODE: "1", PEGBAR_PYTHON: findPython() ?? "" };
let platform: Platform | undefined;
beforeAll(async () => {
  if (blenders.length > 0) platform = await startTestPlatform("blender");
});
afterAll(() => platform?.stop());

describe.skipIf(blenders.length === 0)("the add-on in Blender", () => {
  test.concurrent.each(blenders)(
    "$name: a shot from render to compositor, saved, killed and resumed",
    async (blender) => {
      const folder = mkdtempSync(path.join(tmpdir(), "pegbar-blender-"));
      const run = async (command: string) => {
        const { code, output } = await runProgram(
          blender.command,
          blender.buildArgs(path.join(FOLDER, "shot.py"), command, folder),
          {
            cwd: folder,
            env: {
              PEGBAR_HOME: path.join(folder, "home"),
              PEGBAR_URL: platform?.addresses.api ?? "",
              ...python,
            },
          },
        );
        const line = output.split("\n").findLast((one) => one.startsWith("{")) ?? "{}";
        return { code, output, said: JSON.parse(line) as Record<string, unknown> };
      };
      try {
        const rendered = await run("render");
        expect(rendered.code, rendered.output).toBe(0);
        const reopened = await run("reopen");
        expect(reopened.code, reopened.output).toBe(0);
        expect(reopened.said["version"]).toBe(rendered.said["version"]);
        const killed = await run("frames");
        // By SIGKILL, which it sends itself once the server has its frames.
        expect([killed.code, typeof killed.said["request"]], killed.output).toEqual([null, "string"]);
        const resumed = await run("resume");
        expect(resumed.code, resumed.output).toBe(0);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );

  test.each(blenders)("$name: captures and placements", async (blender) => {
    const folder = mkdtempSync(path.join(tmpdir(), "pegbar-blender-"));
    try {
      const { code, output } = await runProgram(
        blender.command,
        blender.buildArgs(path.join(FOLDER, "run.py"), folder),
        { cwd: folder, env: python },
      );
      expect(code, output).toBe(0);
      expect(output).toMatch(/^Ran [1-9]\d* tests? in/m);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
