import type { ReviewGroup } from "./review-group.ts";

/**
 * Classes that read files. Their file names are checked like all others: models must be cleared for the show, other files
 * must be inputs of the job.
 */
export const loadingClasses: readonly ReviewGroup[] = [
  {
    kind: "loads_file",
    reason: "reads a model file",
    classes: `
CheckpointLoader CheckpointLoaderSimple CLIPLoader CLIPVisionLoader ControlNetLoader DiffControlNetLoader
DualCLIPLoader GLIGENLoader LoraLoader LoraLoaderModelOnly StyleModelLoader unCLIPCheckpointLoader UNETLoader
VAELoader
AudioEncoderLoader
LoadBackgroundRemovalModel
LoadDA3Model
FrameInterpolationModelLoader
QuadrupleCLIPLoader
CreateHookLora CreateHookLoraModelOnly CreateHookModelAsLora CreateHookModelAsLoraModelOnly
LatentUpscaleModelLoader
HypernetworkLoader
LoraLoaderBypass LoraLoaderBypassModelOnly
LTXAVTextEncoderLoader LTXVAudioVAELoader
LoadMediaPipeFaceLandmarker
ModelPatchLoader
LoadMoGeModel
PhotoMakerLoader
TripleCLIPLoader
UpscaleModelLoader
ImageOnlyCheckpointLoader
OpticalFlowLoader`,
  },
  {
    kind: "loads_file",
    reason: "reads the embeddings that its text names",
    classes: `
CLIPTextEncode GLIGENTextBoxApply
TextEncodeAceStepAudio TextEncodeAceStepAudio1.5
TextEncodeBooguEdit
CLIPTextEncodeSDXL CLIPTextEncodeSDXLRefiner
CLIPTextEncodeControlnet
MakeTrainingDataset
CLIPTextEncodeFlux
CLIPTextEncodeHiDream
CLIPTextEncodeHunyuanDiT TextEncodeHunyuanVideo_ImageToVideo
TextEncodeJoyImageEdit
CLIPTextEncodeKandinsky5
CLIPTextEncodeLumina2
MiniMaxMusic3TextEncode
PhotoMakerEncode
CLIPTextEncodePixArtAlpha
TextEncodeQwenImageEdit TextEncodeQwenImageEditPlus
CLIPTextEncodeSD3
TextEncodeZImageOmni`,
  },
  {
    kind: "loads_file",
    reason: "reads the embeddings that its text names",
    maxPixels: 2 ** 31,
    classes: `
TextEncodeMageFlowEdit
MiniMaxH3ImageToVideo MiniMaxH3ReferenceToVideo`,
  },
  {
    kind: "loads_file",
    reason: "reads the embeddings that its prompt names, and generates a text",
    limits: { max_length: { max: 8192, linked: false } },
    classes: "TextGenerate TextGenerateLTX2Prompt",
  },
  {
    kind: "loads_file",
    reason: "reads an input file",
    classes: `
LoadImage LoadImageMask LoadLatent
LoadAudio
Load3DAdvanced
Painter
LoadVideo`,
  },
];
