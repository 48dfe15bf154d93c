import type { InputSpec, NodeSpec } from "./object-info.ts";

/** A class's own check of its inputs (`VALIDATE_INPUTS`), which replaces ComfyUI's checks of range and options. */
export interface OwnValidation {
  /** The inputs that it checks; `all` if it takes any. */
  readonly inputs: readonly string[] | "all";
  /** Inputs without which it raises a TypeError. */
  readonly needed?: readonly string[];
  /** The input whose value must be a text, or it raises an AttributeError. */
  readonly text?: string;
  /** The text of its error, or undefined. `exists` says whether there is a file in the input folder. */
  readonly explain?: (
    inputs: Readonly<Record<string, unknown>>,
    exists: (name: string) => boolean,
  ) => string | undefined;
}

const checkFile = (name: string, kind: string): OwnValidation => ({
  inputs: [name],
  needed: [name],
  text: name,
  explain: ({ [name]: value }, exists) =>
    exists(String(value)) ? undefined : `Invalid ${kind} file: ${String(value)}`,
});

/** A 3D model may be missing: then the value is empty or "none". */
const check3D: OwnValidation = {
  inputs: "all",
  needed: ["model_file"],
  explain: ({ model_file: value }, exists) =>
    !value || value === "none" || exists(String(value)) ? undefined : `Invalid 3D model file: ${String(value)}`,
};

/** Any device is accepted, because the machine decides when the node runs. */
const acceptDevice: OwnValidation = { inputs: ["device"] };

/** ComfyUI's own classes with such a check (0.18 to 0.33); `object_info` does not show them. */
const validations: Readonly<Record<string, OwnValidation>> = {
  LoadImage: checkFile("image", "image"),
  LoadImageMask: checkFile("image", "image"),
  LoadImageOutput: checkFile("image", "image"),
  LoadLatent: checkFile("latent", "latent"),
  LoadVideo: checkFile("file", "video"),
  LoadAudio: checkFile("audio", "audio"),
  Load3D: check3D,
  Load3DAdvanced: check3D,
  SelectModelDevice: acceptDevice,
  SelectCLIPDevice: acceptDevice,
  SelectVAEDevice: acceptDevice,
  ModelAttentionBackend: { inputs: ["attention"], needed: ["attention"] },
  CustomCombo: { inputs: "all", needed: ["choice"] },
  ComfySoftSwitchNode: {
    inputs: ["switch", "on_false", "on_true"],
    needed: ["switch"],
    explain: (inputs) =>
      "on_false" in inputs || "on_true" in inputs
        ? undefined
        : "At least one of on_false or on_true must be connected to Switch node",
  },
};

/** The own check of a class, or undefined. */
export const getOwnValidation = ({ classType }: Pick<NodeSpec, "classType">): OwnValidation | undefined =>
  Object.hasOwn(validations, classType) ? validations[classType] : undefined;

/** Whether a class checks an input itself, so that ComfyUI does not check its range and options. */
export function isOwnInput(spec: Pick<NodeSpec, "classType">, { name }: Pick<InputSpec, "name">): boolean {
  const own = getOwnValidation(spec);
  return own !== undefined && (own.inputs === "all" || own.inputs.includes(name));
}
