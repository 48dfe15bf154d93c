import { readAuthority } from "./authority.ts";
import { loadLibrary } from "./library.ts";
import type { Manifest } from "./manifest.ts";
import { readLeaf, readStore } from "./read.ts";
import { buildSettings } from "./settings.ts";

/** Bytes reserved for a signature in addition to the certificate chain; unused bytes stay in the file as padding. */
const SIGNATURE = 1024;

/** A file to sign, and the file to write. */
export interface ToSign {
  file: string;
  output: string;
  contentType: string;
  manifest: Manifest;
  /** PEM, from the signer's certificate to that of its authority. */
  chain: string;
}

/**
 * Writes a copy of a file with content credentials, and verifies it. Calls `sign` once. Returns the label of the
 * manifest.
 */
export async function signFile(
  { file, output, contentType: mimeType, manifest, chain }: ToSign,
  sign: (bytes: Uint8Array) => Promise<Uint8Array>,
): Promise<string> {
  const { Builder, CallbackSigner } = await loadLibrary();
  const authority = readAuthority(chain);
  const builder = Builder.withJson(manifest.definition, buildSettings(authority));
  for (const { definition, file: path, contentType } of manifest.ingredients) {
    const text = JSON.stringify(definition);
    if (path === undefined) await builder.addIngredient(text);
    // Broken credentials of an input must not keep its result from having its own.
    else await builder.addIngredient(text, { path, mimeType: contentType }).catch(() => builder.addIngredient(text));
  }
  const signer = CallbackSigner.newSigner(
    { alg: "es256", certs: [Buffer.from(chain)], reserveSize: SIGNATURE + chain.length, directCoseHandling: false },
    async (bytes) => Buffer.from(await sign(bytes)),
  );
  await builder.signAsync(signer, { path: file, mimeType }, { path: output, mimeType });
  const signed = await readStore({ path: output, mimeType }, authority);
  if (signed?.validation_state !== "Trusted" || !readLeaf(signed))
    throw new Error(`the signed file is read back as ${signed?.validation_state ?? "unsigned"}`);
  return signed.active_manifest;
}
