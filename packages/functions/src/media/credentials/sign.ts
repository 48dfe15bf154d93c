import { writeFile } from "node:fs/promises";
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
  /** Whether to write only the manifest, because the type cannot contain it. */
  isSidecar: boolean;
  /** PEM, from the signer's certificate to that of its authority. */
  chain: string;
}

/**
 * Writes a copy of a file with content credentials, or only its manifest, and verifies it. Calls `sign` once. Returns the label of the
 * manifest.
 */
export async function signFile(
  { file, output, contentType, isSidecar, manifest, chain }: ToSign,
  sign: (bytes: Uint8Array) => Promise<Uint8Array>,
): Promise<string> {
  const { Builder, CallbackSigner } = await loadLibrary();
  // The library knows APNG as PNG.
  const mimeType = contentType === "image/apng" ? "image/png" : contentType;
  const authority = readAuthority(chain);
  const builder = Builder.withJson(manifest.definition, buildSettings(authority));
  for (const { definition, file: path, contentType: type } of manifest.ingredients) {
    const text = JSON.stringify(definition);
    if (path === undefined) await builder.addIngredient(text);
    // Broken credentials of an input must not keep its result from having its own.
    else await builder.addIngredient(text, { path, mimeType: type }).catch(() => builder.addIngredient(text));
  }
  const signer = CallbackSigner.newSigner(
    { alg: "es256", certs: [Buffer.from(chain)], reserveSize: SIGNATURE + chain.length, directCoseHandling: false },
    async (bytes) => Buffer.from(await sign(bytes)),
  );
  builder.setNoEmbed(isSidecar);
  const written = await builder.signAsync(signer, { path: file, mimeType }, { path: output, mimeType });
  // The library writes a copy of the file in both cases.
  if (isSidecar) await writeFile(output, written);
  const signed = await readStore(
    isSidecar ? { path: file, mimeType } : { path: output, mimeType },
    authority,
    isSidecar ? written : undefined,
  );
  if (signed?.validation_state !== "Trusted" || !readLeaf(signed))
    throw new Error(`the signed file is read back as ${signed?.validation_state ?? "unsigned"}`);
  return signed.active_manifest;
}
