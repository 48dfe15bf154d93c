import type { ReviewGroup } from "./review-group.ts";

/** Classes that may not run on a shared worker. */
export const refusedClasses: readonly ReviewGroup[] = [
  {
    kind: "not_allowed",
    reason: "saves a model on the worker",
    replacement: "Merge or train the model outside the platform, then register the file.",
    classes: `
LoraSave
CheckpointSave CLIPSave ModelSave VAESave
SaveLoRA
ImageOnlyCheckpointSave`,
  },
  {
    kind: "not_allowed",
    reason: "belongs to training a model",
    replacement: "Train the model outside the platform, then register the file.",
    classes: "LossGraphNode TrainLoraNode",
  },
  {
    kind: "not_allowed",
    reason: "saves a data set in a folder of the worker",
    replacement: "Use SaveImage or SaveText: the results can be downloaded.",
    classes: "SaveImageDataSetToFolder SaveImageTextDataSetToFolder SaveTrainingDataset",
  },
  {
    kind: "not_allowed",
    reason: "reads a folder of the worker",
    replacement: "Use a LoadImage or LoadVideo for each input of the job.",
    classes: `
LoadImageDataSetFromFolder LoadImageTextDataSetFromFolder LoadTrainingDataset LoadVideoDataSetFromFolder
LoadVideoTextDataSetFromFolder`,
  },
  {
    kind: "not_allowed",
    reason: "reads what other jobs have saved",
    replacement: "Use LoadImage, with the result as an input of the job.",
    classes: "LoadImageOutput",
  },
  {
    kind: "not_allowed",
    reason: "reads several files of the worker by name",
    replacement: "Use Load3DAdvanced.",
    classes: "Load3D",
  },
  {
    kind: "not_allowed",
    reason: "reads a file of the worker by name, and saves outside of the job's folder",
    replacement: "Use SaveGLB, or Preview3DAdvanced.",
    classes: "Preview3D",
  },
  {
    kind: "not_allowed",
    reason: "needs a browser with a camera, and reads any file of the input folder",
    replacement: "Use LoadImage.",
    classes: "WebcamCapture",
  },
  {
    kind: "not_allowed",
    reason: "needs a browser with a microphone, and reads any file of the input folder",
    replacement: "Use LoadAudio.",
    classes: "RecordAudio",
  },
  {
    kind: "not_allowed",
    reason: "saves nothing: its pictures go to a browser only",
    replacement: "Use SaveImage.",
    classes: "SaveImageWebsocket",
  },
  {
    kind: "not_allowed",
    reason: "reads a folder of the worker",
    replacement: "Use UNETLoader, CLIPLoader and VAELoader.",
    classes: "DiffusersLoader",
  },
  {
    kind: "not_allowed",
    reason: "evaluates a Python format string, which can read the memory of the server",
    replacement: "Use StringConcatenate or StringReplace.",
    classes: "StringFormat",
  },
  {
    kind: "not_allowed",
    reason: "runs a shader program of the graph on the GPU, which no time limit can stop",
    replacement: "Use image nodes, for example ImageBlend, AdjustContrast or ColorTransfer.",
    classes: "GLSLShader",
  },
  {
    kind: "not_allowed",
    reason: "compiles the model with a C compiler, which workers do not have",
    replacement: "Connect the model directly. The result is the same.",
    classes: "TorchCompileModel",
  },
  {
    kind: "network",
    reason: "uploads its input to a paid service outside the platform",
    replacement: "Use a model that is registered.",
    classes: `
ByteDanceCreateImageAsset ByteDanceCreateVideoAsset
Krea2StyleReferenceNode`,
  },
  {
    kind: "not_allowed",
    reason: "reads a file for a paid service outside the platform",
    replacement: "Use a model that is registered.",
    classes: `
GeminiInputFiles
OpenAIInputFiles`,
  },
  {
    kind: "not_allowed",
    reason: "belongs to a paid service outside the platform",
    replacement: "Use a model that is registered.",
    classes: `
ElevenLabsVoiceSelector
FishAudioVoiceSelector
KlingCameraControls
LumaConceptsNode LumaRay32KeyframeNode LumaReferenceNode
OpenAIChatConfig
PixverseTemplateNode
RecraftColorRGB RecraftControls RecraftStyleV3DigitalIllustration RecraftStyleV3InfiniteStyleLibrary
RecraftStyleV3LogoRaster RecraftStyleV3RealisticImage
RunwayAleph2KeyframeNode RunwayAleph2PromptImageNode`,
  },
];
