import * as z from "zod";
import { MAX_TEXT, type Credentials } from "@pegbar/core/schema/credentials.ts";
import { loadLibrary } from "./library.ts";
import { LEAF_LABEL, NamedLeaf } from "./leaf.ts";
import { buildSettings } from "./settings.ts";
import { GENERAL, UNREADABLE } from "./unreadable.ts";

/** Trusted authorities: the platform's own and those that the operator configured. PEM. */
export interface Authorities {
  own: string;
  trusted: string;
}

const Statuses = z.array(z.looseObject({ code: z.string() })).default([]);
const Results = z.looseObject({ failure: Statuses });
const Action = z.looseObject({ action: z.string(), digitalSourceType: z.string().optional() });
const Manifest = z.looseObject({
  claim_generator: z.string().optional(),
  claim_generator_info: z.array(z.looseObject({ name: z.string(), version: z.string().optional() })).nullish(),
  signature_info: z.looseObject({ issuer: z.string().nullish(), common_name: z.string().nullish() }).nullish(),
  assertions: z.array(z.looseObject({ label: z.string(), data: z.unknown() })).default([]),
});
/** The used fields of the library's report on a file's manifests. */
export const Store = z.looseObject({
  active_manifest: z.string(),
  validation_state: z.enum(["Invalid", "Valid", "Trusted"]),
  validation_results: z
    .looseObject({
      activeManifest: Results.nullish(),
      ingredientDeltas: z.array(z.looseObject({ validationDeltas: Results })).nullish(),
    })
    .optional(),
  manifests: z.record(z.string(), Manifest),
});
type Store = z.infer<typeof Store>;

const STATES = { Trusted: "valid", Valid: "untrusted", Invalid: "invalid" } as const;
const MOST_FAILURES = 50;

/** Reads a file's content credentials; null if it has none. Unreadable ones are invalid. */
export async function readCredentials(
  file: { path: string; mimeType: string },
  { own, trusted }: Authorities,
): Promise<Credentials | null> {
  await loadLibrary();
  try {
    const store = await readStore(file, `${own}\n${trusted}`);
    if (!store) return null;
    const isTrusted = store.validation_state === "Trusted";
    const ours = isTrusted && (await readStore(file, own))?.validation_state === "Trusted";
    return toCredentials(store, ours);
  } catch {
    // The library throws plain errors about what is wrong in the file. Its own failure to load is thrown above.
    return UNREADABLE;
  }
}

/**
 * Returns undefined for a file without credentials.
 * @param sidecar manifest of a file that does not contain it
 * @throws if they cannot be read
 */
export async function readStore(
  file: { path: string; mimeType: string },
  authorities: string,
  sidecar?: Buffer,
): Promise<Store | undefined> {
  const { Reader } = await loadLibrary();
  const settings = buildSettings(authorities.trim());
  const reader = await (sidecar
    ? Reader.fromManifestDataAndAsset(sidecar, file, settings)
    : Reader.fromAsset(file, settings));
  return reader ? Store.parse(reader.json()) : undefined;
}

function toCredentials(store: Store, ours: boolean): Credentials {
  const manifest = store.manifests[store.active_manifest];
  const [program] = manifest?.claim_generator_info ?? [];
  const signature = manifest?.signature_info;
  const generator = program ? [program.name, program.version].filter(Boolean).join(" ") : manifest?.claim_generator;
  const failures = [
    ...(store.validation_results?.activeManifest?.failure ?? []),
    ...(store.validation_results?.ingredientDeltas ?? []).flatMap(({ validationDeltas }) => validationDeltas.failure),
  ].map(({ code }) => cleanText(code) ?? GENERAL);
  return {
    state: STATES[store.validation_state],
    generator: cleanText(generator),
    issuer: cleanText(signature?.issuer ?? signature?.common_name),
    sourceType: cleanText(
      readSourceType(manifest?.assertions ?? [])
        ?.split("/")
        .at(-1),
    ),
    ours,
    leaf: ours ? readLeaf(store) : null,
    failures: [...new Set(failures)].slice(0, MOST_FAILURES),
  };
}

/** Reads the leaf that a file's latest manifest names. */
export function readLeaf(store: Store): NamedLeaf | null {
  const found = store.manifests[store.active_manifest]?.assertions.find(({ label }) => label === LEAF_LABEL);
  const parsed = NamedLeaf.safeParse(found?.data);
  return parsed.success ? parsed.data : null;
}

function readSourceType(assertions: readonly { label: string; data: unknown }[]): string | undefined {
  const actions = assertions
    .filter(({ label }) => label.startsWith("c2pa.actions"))
    .flatMap(({ data }) => z.looseObject({ actions: z.array(Action) }).safeParse(data).data?.actions ?? []);
  return (actions.find(({ action }) => action === "c2pa.created") ?? actions[0])?.digitalSourceType;
}

/** Cleans untrusted text: removes control characters and limits its length. */
function cleanText(given: string | null | undefined): string | null {
  const found = given?.replaceAll(/\p{C}/gu, " ").trim().slice(0, MAX_TEXT);
  return found === undefined || found === "" ? null : found;
}
