import type { NodeSpec } from "../object-info.ts";

/**
 * Inputs of ComfyUI's reviewed classes that take any text, or a link to one. A new one can name a file, an address or an
 * expression, so the class needs another review.
 */
const textInputs = `
AddLayer: name
AddTextPrefix: prefix, texts
AddTextSuffix: suffix, texts
BuildJsonPromptIdeogram: aesthetics, background, high_level_description, lighting, medium, style.art_style, style.photo
ByteDanceCreateImageAsset: group_id
ByteDanceCreateVideoAsset: group_id
CLIPSave: filename_prefix
CLIPTextEncode: text
CLIPTextEncodeControlnet: text
CLIPTextEncodeFlux: clip_l, t5xxl
CLIPTextEncodeHiDream: clip_g, clip_l, llama, t5xxl
CLIPTextEncodeHunyuanDiT: bert, mt5xl
CLIPTextEncodeKandinsky5: clip_l, qwen25_7b
CLIPTextEncodeLumina2: user_prompt
CLIPTextEncodePixArtAlpha: text
CLIPTextEncodeSD3: clip_g, clip_l, t5xxl
CLIPTextEncodeSDXL: text_g, text_l
CLIPTextEncodeSDXLRefiner: text
CaseConverter: string
CheckpointSave: filename_prefix
ComfyMathExpression: expression
ComfyNumberConvert: value
ContextWindowsManual: cond_retain_index_list, latent_retain_index_list
CreateBoundingBoxes: bboxes
FishAudioVoiceSelector: voice.voice_id
GLIGENTextBoxApply: text
GLSLShader: fragment_shader
ImageOnlyCheckpointSave: filename_prefix
JsonExtractString: json_string, key
LTXVSpatioTemporalGuidance: blocks
LayersFromBoundingBoxes: bboxes
LoadTrainingDataset: folder_name
LoraSave: filename_prefix
LossGraphNode: filename_prefix
MakeTrainingDataset: texts
ManualSigmas: sigmas
MergeTextLists: texts
MiniMaxH3ImageToVideo: prompt
MiniMaxH3ReferenceToVideo: prompt
MiniMaxMusic3TextEncode: caption, lyrics
ModelSave: filename_prefix
OpenAIChatConfig: instructions
Painter: mask
PhotoMakerEncode: text
Preview3D: model_file
PrimitiveString: value
PrimitiveStringMultiline: value
RecraftStyleV3InfiniteStyleLibrary: style_id
RegexExtract: regex_pattern, string
RegexMatch: regex_pattern, string
RegexReplace: regex_pattern, replace, string
ReplaceText: find, replace, texts
SAM3_Detect: negative_coords, positive_coords
SAM3_TrackToMask: object_indices
SCAIL2ColoredMask: object_indices
Save3DAdvanced: filename_prefix
SaveAnimatedPNG: filename_prefix
SaveAnimatedWEBP: filename_prefix
SaveAudio: filename_prefix
SaveAudioAdvanced: filename_prefix
SaveAudioMP3: filename_prefix
SaveAudioOpus: filename_prefix
SaveGLB: filename_prefix
SaveGaussianSplat: filename_prefix
SaveImage: filename_prefix
SaveImageAdvanced: filename_prefix
SaveImageDataSetToFolder: filename_prefix, folder_name
SaveImageTextDataSetToFolder: filename_prefix, folder_name, texts
SaveLatent: filename_prefix
SaveLoRA: prefix
SavePointCloud: filename_prefix
SaveSVGNode: filename_prefix
SaveText: filename_prefix, text
SaveTrainingDataset: folder_name
SaveVideo: filename_prefix
SaveWEBM: filename_prefix
ShuffleImageTextDataset: texts
ShuffleVideoTextDataset: texts
SkipLayerGuidanceDiT: double_layers, single_layers
SkipLayerGuidanceDiTSimple: double_layers, single_layers
SkipLayerGuidanceSD3: layers
StringCompare: string_a, string_b
StringConcatenate: delimiter, string_a, string_b
StringContains: string, substring
StringFormat: f_string
StringLength: string
StringReplace: find, replace, string
StringSubstring: string
StringTrim: string
StripWhitespace: texts
TextEncodeAceStepAudio: lyrics, tags
TextEncodeAceStepAudio1.5: lyrics, tags
TextEncodeBooguEdit: negative_prompt, prompt
TextEncodeHunyuanVideo_ImageToVideo: prompt
TextEncodeJoyImageEdit: prompt
TextEncodeMageFlowEdit: negative_prompt, prompt
TextEncodeQwenImageEdit: prompt
TextEncodeQwenImageEditPlus: prompt
TextEncodeZImageOmni: prompt
TextGenerate: prompt
TextGenerateLTX2Prompt: prompt
TextOverlay: text
TextToLowercase: texts
TextToUppercase: texts
TruncateText: texts
VAESave: filename_prefix
WanMoveTracksFromCoords: track_coords
WanTrackToVideo: tracks`;

let reviewed: ReadonlyMap<string, ReadonlySet<string>> | undefined;

/** Text inputs of ComfyUI's classes when they were reviewed, by class. */
export function listReviewedTextInputs(): ReadonlyMap<string, ReadonlySet<string>> {
  reviewed ??= new Map(
    textInputs
      .trim()
      .split("\n")
      .map((line) => {
        const [classType = "", names = ""] = line.split(": ");
        return [classType, new Set(names.split(", "))] as const;
      }),
  );
  return reviewed;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const getRecord = (value: unknown, key: string): Record<string, unknown> => {
  const found = isRecord(value) ? value[key] : undefined;
  return isRecord(found) ? found : {};
};

/** Declared inputs inside of an input: the options of a dynamic combo, the template of a list that grows. */
function listNested(declared: unknown): Record<string, unknown>[] {
  const options: unknown = Array.isArray(declared) ? declared[1] : undefined;
  const listed = isRecord(options) && Array.isArray(options["options"]) ? (options["options"] as unknown[]) : [];
  return [...listed.map((option) => getRecord(option, "inputs")), getRecord(getRecord(options, "template"), "input")];
}

const listTexts = (name: string, declared: unknown): string[] => {
  const type: unknown = Array.isArray(declared) ? declared[0] : declared;
  if (typeof type === "string" && type.split(",").includes("STRING")) return [name];
  return listNested(declared).flatMap((inputs) =>
    ["required", "optional"].flatMap((group) =>
      Object.entries(getRecord(inputs, group)).flatMap(([inner, value]) => listTexts(`${name}.${inner}`, value)),
    ),
  );
};

/** Names of a class's inputs that take any text. Those inside of a dynamic input follow its name and a dot. */
export const listTextInputs = ({ inputs }: Pick<NodeSpec, "inputs">): string[] =>
  inputs.flatMap(({ name, group, raw }) => (group === "hidden" ? [] : listTexts(name, raw)));
