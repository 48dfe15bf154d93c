import * as z from "zod";
import type { Leaf } from "@pegbar/core/result/ledger";
import { LEAF_LABEL } from "./leaf.ts";

const SOURCE = "http://cv.iptc.org/newscodes/digitalsourcetype";
const Commitment = z.object({ commitment: z.string() });

/** Fields of a generation's record that its manifest contains: no person's name, no prompts, no names of inputs. */
const Generated = z.object({
  generation: z.object({ prompts: Commitment, negativePrompts: Commitment }),
  models: z.array(z.object({ fileName: z.string(), kind: z.string(), sha256: z.string(), licence: z.string() })),
  runtime: z.object({ comfyuiVersion: z.string() }),
});
type Generated = z.infer<typeof Generated>;

/** An input picture; with its file if its own credentials are carried over. */
export interface InputPicture {
  contentType: string;
  file: string | undefined;
}

/** Input of the signing process. */
export interface Manifest {
  definition: Record<string, unknown>;
  ingredients: { definition: Record<string, unknown>; file: string | undefined; contentType: string }[];
}

/** Builds the manifest of a generation, bound to its leaf. */
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

/** Chooses the digital source type. The preview renderer paints procedurally, so its results are not AI-generated media. */
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

/** Describes an input by its number only: its hash and name can be erased from the record, but not from a signed file. */
const describeInput = (format: string, number: number) => ({
  label: `input-${number}`,
  instance_id: `input-${number}`,
  title: `Input ${number}`,
  format,
  relationship: "inputTo",
});
