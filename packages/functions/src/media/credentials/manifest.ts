import * as z from "zod";
import type { Leaf } from "@pegbar/core/result/ledger";
import { LEAF_LABEL } from "./leaf.ts";

const SOURCE = "http://cv.iptc.org/newscodes/digitalsourcetype";
const Commitment = z.object({ commitment: z.string() });

/** What a manifest says of a generation, out of its record. Nobody's name, no prompt, no input's name is among it. */
const Generated = z.object({
  generation: z.object({ prompts: Commitment, negativePrompts: Commitment }),
  models: z.array(z.object({ fileName: z.string(), kind: z.string(), sha256: z.string(), licence: z.string() })),
  runtime: z.object({ comfyuiVersion: z.string() }),
});
type Generated = z.infer<typeof Generated>;

/** A picture that went into the result: a file where its own credentials are to be carried on. */
export interface InputPicture {
  contentType: string;
  file: string | undefined;
}

/** What the signing process puts into a file. */
export interface Manifest {
  definition: Record<string, unknown>;
  ingredients: { definition: Record<string, unknown>; file: string | undefined; contentType: string }[];
}

/** The manifest of a generation, bound to its leaf. */
export function buildManifest(
  { origin, index, hash, record }: Leaf,
  asset: { filename: string; contentType: string },
  inputs: readonly InputPicture[],
  version: string,
): Manifest {
  const generated = Generated.parse(record);
  const ingredients = [
    ...generated.models.map((model, at) => ({
      definition: describeModel(model, `model-${at + 1}`),
      file: undefined,
      contentType: "application/octet-stream",
    })),
    ...inputs.map(({ file, contentType }, at) => ({
      definition: describeInput(contentType, at + 1),
      file,
      contentType,
    })),
  ];
  const created = {
    action: "c2pa.created",
    digitalSourceType: `${SOURCE}/${chooseSourceType(generated, inputs.length)}`,
    softwareAgent: { name: "Pegbar", version, "org.pegbar.comfyui": generated.runtime.comfyuiVersion },
    ...(ingredients.length > 0
      ? { parameters: { ingredientIds: ingredients.map(({ definition }) => definition["label"]) } }
      : {}),
  };
  const { prompts, negativePrompts } = generated.generation;
  return {
    definition: {
      claim_generator_info: [{ name: "Pegbar", version }],
      title: asset.filename,
      format: asset.contentType,
      assertions: [
        { label: "c2pa.actions", data: { actions: [created] } },
        { label: LEAF_LABEL, kind: "Json", data: { origin, index, hash, prompts, negativePrompts } },
      ],
    },
    ingredients,
  };
}

/** The preview renderer paints by rule: no picture was learnt from, and none may be said to be. */
function chooseSourceType({ models, runtime }: Generated, inputs: number): string {
  if (runtime.comfyuiVersion.endsWith("-pegbar-preview")) return "algorithmicMedia";
  if (models.length > 0) return "trainedAlgorithmicMedia";
  return inputs > 0 ? "algorithmicallyEnhanced" : "algorithmicMedia";
}

const describeModel = ({ fileName, kind, sha256, licence }: Generated["models"][number], label: string) => ({
  label,
  instance_id: label,
  title: fileName,
  format: "application/octet-stream",
  relationship: "inputTo",
  description: `Model (${kind}), licence: ${licence}`,
  data_types: [{ type: "c2pa.types.model" }],
  metadata: { "org.pegbar.sha256": sha256, "org.pegbar.licence": licence, "org.pegbar.kind": kind },
});

/** By its number alone: its hash and its name can be erased from the record, and from a signed file nothing can. */
const describeInput = (format: string, number: number) => ({
  label: `input-${number}`,
  instance_id: `input-${number}`,
  title: `Input ${number}`,
  format,
  relationship: "inputTo",
});
