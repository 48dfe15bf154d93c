import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Steps } from "./steps.ts";

const VERIFY = fileURLToPath(new URL("./verify-offline.ts", import.meta.url));
const run = promisify(execFile);

/** Verifies the picture in a process without network access, then shows that verification rejects a copy with one changed byte. */
export async function proveAndTamper(files: { picture: string; certificate: string }, steps: Steps): Promise<void> {
  const proven = await steps.run("Verifying the certificate with no network", () =>
    verify(files.certificate, files.picture),
  );
  if (!proven.ok) throw new Error(`The certificate was rejected: ${proven.text}`);
  for (const line of proven.text.split("\n")) steps.printNote(line);

  const copy = `${files.picture}.tampered`;
  const bytes = readFileSync(files.picture);
  const middle = Math.floor(bytes.length / 2);
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
  writeFileSync(copy, bytes);
  const refused = await steps.run(`Verifying a copy with byte ${middle} changed`, () =>
    verify(files.certificate, copy),
  );
  if (refused.ok) throw new Error("Verification accepted a changed picture.");
  steps.printNote(`rejected, as expected: ${refused.text}`);
}

async function verify(certificate: string, picture: string): Promise<{ ok: boolean; text: string }> {
  try {
    const { stdout } = await run(process.execPath, [VERIFY, certificate, picture]);
    return { ok: true, text: stdout.trim() };
  } catch (error) {
    if (error instanceof Error && "stdout" in error && "code" in error && error.code === 1) {
      return { ok: false, text: String(error.stdout).trim() };
    }
    throw error;
  }
}
