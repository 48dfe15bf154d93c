import { execFile } from "node:child_process";
import { createCipheriv, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";

const scratch = mkdtempSync(path.join(tmpdir(), "pegbar-resource-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** What a function with this environment reads, in a new process, because resources are read once. */
async function read(name: string, env: Record<string, string>): Promise<unknown> {
  const code = `
    const { readResource } = await import(${JSON.stringify(path.join(import.meta.dirname, "resource.ts"))});
    try { console.log(JSON.stringify(readResource(${JSON.stringify(name)}))); }
    catch (error) { console.log(JSON.stringify({ error: error.message })); }`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", code], { env });
  return JSON.parse(stdout) as unknown;
}

/**
 * Writes linked resources next to a function's code as SST does: AES-256-GCM with a separate key, the tag at the end.
 */
function encrypted(links: object) {
  const key = randomBytes(32);
  const cipher = createCipheriv("aes-256-gcm", key, Buffer.alloc(12));
  const file = path.join(scratch, `${randomBytes(4).toString("hex")}.enc`);
  writeFileSync(file, Buffer.concat([cipher.update(JSON.stringify(links)), cipher.final(), cipher.getAuthTag()]));
  return { file, env: { SST_KEY: key.toString("base64"), SST_KEY_FILE: file } };
}

const TenantKey = { value: "a".repeat(64), type: "sst.sst.Secret" };

test("reads a resource from the encrypted file of a deployed function", async () => {
  const { env } = encrypted({ TenantKey, Objects: { name: "from-file" } });
  expect(await read("TenantKey", env)).toEqual({ value: TenantKey.value });
  expect(await read("Objects", env)).toMatchObject({ name: "from-file" });
});

test("rejects a changed file", async () => {
  const { env } = encrypted({ TenantKey });
  expect(await read("TenantKey", { ...env, SST_KEY: randomBytes(32).toString("base64") })).toHaveProperty("error");
});

test("reads a resource from the environment, as the embedded platform sets it", async () => {
  expect(await read("Objects", { SST_RESOURCE_Objects: JSON.stringify({ name: "local" }) })).toMatchObject({
    name: "local",
  });
});

test("names a missing or malformed resource", async () => {
  expect(await read("Objects", {})).toEqual({ error: "Objects is not linked to this function" });
  const { env } = encrypted({ TenantKey: { value: "short" } });
  expect(await read("TenantKey", env)).toEqual({ error: expect.stringContaining("TenantKey is malformed") as string });
});
