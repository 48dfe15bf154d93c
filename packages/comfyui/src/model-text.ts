import { isModelName, type ModelKind } from "./model-inputs.ts";

/** A model that is named inside a text, as written there. */
export interface TextModel {
  readonly name: string;
  readonly kind: ModelKind;
}

/** `embedding:name`, which ComfyUI's text encoders read. */
const EMBEDDING = /(?<prefix>embedding:)(?<name>[^\s,()[\]{}]+)/g;
/** `<lora:name:0.8>`, which text encoders of custom nodes read. */
const LORA = /(?<prefix><lora:)(?<name>[^:<>]+)/g;
/** The weight of an embedding in brackets: `(embedding:name:1.2)`. */
const WEIGHT = /:[\d.]+$/;

const patterns: readonly (readonly [pattern: RegExp, kind: ModelKind])[] = [
  [EMBEDDING, "embedding"],
  [LORA, "lora"],
];

/** Models that a text names. `lora`: whether `<lora:…>` counts, which ComfyUI's own classes take for plain text. */
export const listTextModels = (text: string, { lora }: { lora: boolean }): TextModel[] =>
  patterns.flatMap(([pattern, kind]) =>
    kind === "lora" && !lora
      ? []
      : [...text.matchAll(pattern)].map(({ groups }) => ({ kind, name: (groups?.["name"] ?? "").replace(WEIGHT, "") })),
  );

/** The text with another name for each model that `rename` knows. */
export const renameTextModels = (text: string, rename: (model: TextModel) => string | undefined): string =>
  patterns.reduce(
    (renamed, [pattern, kind]) =>
      renamed.replaceAll(pattern, (whole, prefix: string, written: string) => {
        const name = written.replace(WEIGHT, "");
        const to = rename({ name, kind });
        return to === undefined ? whole : `${prefix}${to}${written.slice(name.length)}`;
      }),
    text,
  );

/** Endings that ComfyUI tries for an embedding, and text encoders for a LoRA. */
export const ENDINGS = [".safetensors", ".pt", ".bin"];

/**
 * File names under which a model may be registered, best first: as written, with slashes as in an export from Windows,
 * without folders, and for names inside of texts with an ending.
 */
export function listFileNames(written: string, kind: string): string[] {
  const path = written.replaceAll("\\", "/");
  const names = [...new Set([path, path.slice(path.lastIndexOf("/") + 1)])];
  const endless = (kind === "embedding" || kind === "lora") && !isModelName(path);
  return endless ? names.flatMap((name) => [name, ...ENDINGS.map((ending) => name + ending)]) : names;
}
