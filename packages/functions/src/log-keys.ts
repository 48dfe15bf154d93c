import { formatVerifierKey, createVerifierKey } from "@pegbar/verify";
import { parseSpki } from "@pegbar/core/platform/adapter/raw-key.ts";
import type { Resources } from "./resource.ts";

/** Reads the verifier keys of the platform's logs: configured ones, or built from KMS's exported public keys. */
export function logKeys({ name, verifierKeys, publicKeys }: Resources["LogKey"]): string[] {
  if (verifierKeys) return verifierKeys;
  if (!publicKeys) throw new Error("the linked resource LogKey has neither verifierKeys nor publicKeys");
  const raw = (text: string, type: "ed25519" | "ml-dsa-44") => parseSpki(Buffer.from(text, "base64"), type);
  return [
    createVerifierKey(name, "ed25519", raw(publicKeys.ed25519, "ed25519")),
    createVerifierKey(name, "mldsa44-cosignature", raw(publicKeys.mldsa44, "ml-dsa-44")),
  ].map(formatVerifierKey);
}
