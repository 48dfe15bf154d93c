import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";

/**
 * What the function logs at its start with these resources, and its dependencies. In a new process, because resources
 * are read once.
 */
async function started(env: Record<string, string>) {
  const code = `
    const { readDependencies } = await import(${JSON.stringify(path.join(import.meta.dirname, "dependencies.ts"))});
    const { modelFolder, credentials } = await readDependencies();
    console.log(JSON.stringify({ modelFolder, signs: credentials !== undefined }));
    process.exit();`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", code], {
    env: { SST_RESOURCE_ModelFolder: JSON.stringify({ path: "/models" }), ...env },
  });
  const lines = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { found: lines.pop(), lines };
}

test("starts without a binary of the library, signs nothing, and logs that once", async () => {
  const { found, lines } = await started({
    C2PA_LIBRARY_PATH: "/nowhere/index.node",
    SST_RESOURCE_CredentialKey: JSON.stringify({ chain: "", file: "" }),
  });
  expect(found).toEqual({ modelFolder: "/models", signs: false });
  expect(lines).toEqual([
    expect.objectContaining({
      level: "warn",
      message: "content credentials are neither signed nor read",
      why: expect.stringContaining("Cannot find module") as string,
    }),
  ]);
});

test("does the same with a binary for another system", async () => {
  const dir = mkdtempSync(path.join(tmpdir(), "pegbar-library-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const foreign = path.join(dir, "index.node");
  writeFileSync(foreign, Buffer.from("cffaedfe0c000001", "hex"));
  const { found, lines } = await started({
    C2PA_LIBRARY_PATH: foreign,
    SST_RESOURCE_CredentialKey: JSON.stringify({ chain: "", file: "" }),
  });
  expect(found).toMatchObject({ signs: false });
  expect(lines).toHaveLength(1);
});

test("does the same without a key", async () => {
  const { found, lines } = await started({});
  expect(found).toMatchObject({ signs: false });
  expect(lines).toEqual([expect.objectContaining({ why: "SST_RESOURCE_CredentialKey is not set" })]);
});
