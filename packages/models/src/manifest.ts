import { readFile } from "node:fs/promises";
import path from "node:path";
import * as z from "zod";
import { ignoreMissing } from "./file-error.ts";

/** A manifest is invalid; the message says what to do. */
export class ManifestError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ManifestError";
  }
}

/** Folder of a studio's own models, named by its id; they are not part of this manifest. */
export const OWN = /^ten_[0-9A-Z]{26}$/;

const FileName = z
  .string()
  .refine((name) => !/[\\\p{Cc}]/u.test(name), "it must not contain backslashes or control characters")
  .refine((name) => !name.startsWith("/"), "it must be relative to its folder")
  .refine(
    (name) => name.split("/").every((part) => part !== "" && !part.startsWith(".")),
    "no part of it may be empty or begin with a dot",
  )
  .refine((name) => !name.split("/").some((part) => OWN.test(part)), "it must not be in a studio's folder");

const Model = z.strictObject({
  /** Folder of ComfyUI, such as `checkpoints`. */
  folder: z.string().regex(/^[a-z0-9_]+$/, "it can contain only lower-case letters, digits and _"),
  /** Path below the folder; may contain subfolders. */
  fileName: FileName,
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "it must be 64 lower-case hexadecimal digits"),
  bytes: z.int().nonnegative(),
});

const createManifestSchema = <T extends typeof Model>(model: T) =>
  z.strictObject({
    version: z.literal(1),
    models: z.array(model).superRefine((models, context) => {
      const names = new Set<string>();
      for (const [index, model] of models.entries()) {
        const name = formatName(model);
        if (names.has(name)) context.addIssue({ code: "custom", message: `${name} is listed twice`, path: [index] });
        names.add(name);
      }
    }),
  });

/** Manifest of a model store. */
export const Manifest = createManifestSchema(
  Model.extend({
    /** When the file was last written. A file that was written later is verified again. */
    importedAt: z.iso.datetime(),
  }),
);
export type Manifest = z.infer<typeof Manifest>;
export type StoredModel = Manifest["models"][number];

/** Manifest of models to import. */
export const SourceManifest = createManifestSchema(
  Model.extend({
    /** Key of the object, unless it is `<prefix><folder>/<fileName>`. */
    key: z.string().min(1).optional(),
  }),
);
export type SourceManifest = z.infer<typeof SourceManifest>;
export type SourceModel = SourceManifest["models"][number];

export const formatName = ({ folder, fileName }: { folder: string; fileName: string }): string =>
  `${folder}/${fileName}`;

export const getManifestFile = (dir: string): string => path.join(dir, "manifest.json");

/**
 * The manifest of a model store; undefined if there is none.
 * @throws ManifestError
 */
export async function readManifest(dir: string): Promise<Manifest | undefined> {
  const file = getManifestFile(dir);
  const text = await ignoreMissing(readFile(file, "utf8"));
  if (text === undefined) return undefined;
  return parseManifest(Manifest, text, file, "Remove it and import again: existing models are hashed, not downloaded.");
}

/** @throws ManifestError */
export function parseManifest<T extends z.ZodType>(shape: T, text: string, where: string, remedy: string): z.infer<T> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ManifestError(`${where} is not JSON: ${error instanceof Error ? error.message : ""}\n${remedy}`);
  }
  const parsed = shape.safeParse(value);
  if (!parsed.success)
    throw new ManifestError(`${where} is not a valid model manifest:\n${z.prettifyError(parsed.error)}\n${remedy}`);
  return parsed.data;
}
