import type { NodeSpec } from "./object-info.ts";

/** Classes that no tenant may run on a shared worker, each with its reason for users. */
const classes: Readonly<Record<string, string>> = {
  CheckpointSave: "saves a model on the worker",
  CLIPSave: "saves a model on the worker",
  VAESave: "saves a model on the worker",
  ModelSave: "saves a model on the worker",
  ImageOnlyCheckpointSave: "saves a model on the worker",
  SaveLoRA: "saves a model on the worker",
  LoraSave: "saves a model on the worker",
  TrainLoraNode: "trains a model",
  LossGraphNode: "belongs to training a model",
  SaveImageDataSetToFolder: "saves a data set in a folder of the worker",
  SaveImageTextDataSetToFolder: "saves a data set in a folder of the worker",
  SaveTrainingDataset: "saves a data set in a folder of the worker",
  LoadTrainingDataset: "reads a folder of the worker",
  LoadImageDataSetFromFolder: "reads a folder of the worker",
  LoadImageTextDataSetFromFolder: "reads a folder of the worker",
  LoadImageOutput: "reads what other jobs have saved",
  Load3D: "reads several files of the worker by name",
  Preview3D: "reads a file of the worker by name",
  WebcamCapture: "needs a browser",
  SaveImageWebsocket: "saves nothing: its pictures go to a browser only",
  DiffusersLoader: "reads a folder of the worker",
  StringFormat: "evaluates a Python format string, which can read the memory of the server",
};

/** Patterns of class names that reveal what nodes do, for nodes that are not in the table. */
const patterns: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/(from|by|to)_?(url|http|web)|https?request|webhook|download/i, "reaches out to the network"],
  [/load.*(path|folder|directory|dir)$/i, "reads any path of the worker"],
  [/(shell|subprocess|exec(ute)?_?python|python_?(code|script|exec)|eval(uate)?_?python)/i, "runs code on the worker"],
  [/^save.*(checkpoint|lora|model|dataset)/i, "saves a model or data set on the worker"],
];

/** Why a class may not run on a shared worker, or undefined if it may. */
export function explainForbidden(spec: Pick<NodeSpec, "classType" | "apiNode">): string | undefined {
  if (spec.apiNode) return "calls a paid service outside the platform";
  if (Object.hasOwn(classes, spec.classType)) return classes[spec.classType];
  return patterns.find(([pattern]) => pattern.test(spec.classType))?.[1];
}
