import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";

afterEach(() => vi.unstubAllEnvs());

/** What the function says at its start, with these resources. */
async function started(env: Record<string, string>) {
  vi.resetModules();
  vi.stubEnv("SST_RESOURCE_ModelFolder", JSON.stringify({ path: "/models" }));
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const lines: string[] = [];
  const spy = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    lines.push(String(text));
    return true;
  });
  const { means } = await import("./means.ts");
  const found = await means().finally(() => spy.mockRestore());
  return { found, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

test("without a binary of the library it starts, signs nothing, and says so once", async () => {
  const { found, lines } = await started({
    C2PA_LIBRARY_PATH: "/nowhere/index.node",
    SST_RESOURCE_CredentialKey: JSON.stringify({ chain: "", file: "" }),
  });
  expect(found).toEqual({ modelFolder: "/models", credentials: undefined });
  expect(lines).toEqual([
    expect.objectContaining({
      level: "warn",
      message: "no content credentials: nothing is signed, and those of uploads are not read",
      why: expect.stringContaining("/nowhere/index.node") as string,
    }),
  ]);
});

test("the same with a binary that is for another system", async () => {
  const dir = mkdtempSync(path.join(tmpdir(), "pegbar-library-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const foreign = path.join(dir, "index.node");
  writeFileSync(foreign, Buffer.from("cffaedfe0c000001", "hex"));
  const { found, lines } = await started({
    C2PA_LIBRARY_PATH: foreign,
    SST_RESOURCE_CredentialKey: JSON.stringify({ chain: "", file: "" }),
  });
  expect(found.credentials).toBeUndefined();
  expect(lines).toHaveLength(1);
});

test("the same without a key", async () => {
  const { found, lines } = await started({});
  expect(found.credentials).toBeUndefined();
  expect(lines).toEqual([expect.objectContaining({ why: "SST_RESOURCE_CredentialKey is not set" })]);
});
