import { readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Platform } from "@pegbar/local/platform/index.ts";
import { findPython, runProgram } from "../setup/python.ts";
import { startTestPlatform } from "../setup/platform.ts";

const FOLDER = path.join(import.meta.dirname, "../../plugins/pegbar_client");
const MODULES = readdirSync(path.join(FOLDER, "tests"))
  .filter((name) => /^test_.*\.py$/.test(name))
  .map((name) => name.replace(/\.py$/, ""));

const python = findPython();
if (python === undefined) console.log("skipped: no Python from 3.10 on, so the plug-ins' client is not tested");

let platform: Platform | undefined;
beforeAll(async () => {
  if (python !== undefined) platform = await startTestPlatform("plugins");
});
afterAll(() => platform?.stop());

describe.skipIf(python === undefined)("the plug-ins' client", () => {
  test.concurrent.each(MODULES)("%s", async (module) => {
    const { code, output } = await runProgram(python ?? "", ["-m", "unittest", "-v", `tests.${module}`], {
      cwd: FOLDER,
      env: { PEGBAR_TEST_PLATFORM: path.join(platform?.dir ?? "", "platform.json"), PYTHONDONTWRITEBYTECODE: "1" },
    });
    expect(code, output).toBe(0);
    expect(output).toMatch(/^Ran [1-9]\d* tests? in/m);
    // Tests that a machine cannot run are skipped and say why; the platform is here.
    expect(output).not.toContain("does not name a running platform");
  });

  test("brings nothing but the standard library, and no host", async () => {
    const { code, output } = await runProgram(
      python ?? "",
      [
        "-I",
        "-S",
        "-c",
        `import sys; sys.path.insert(0, ${JSON.stringify(FOLDER)}); import pegbar_client.session.session`,
      ],
      { cwd: FOLDER },
    );
    expect(output).toBe("");
    expect(code).toBe(0);
  });
});
