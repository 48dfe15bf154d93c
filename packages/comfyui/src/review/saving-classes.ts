import type { ReviewGroup } from "./review-group.ts";

/** Classes that write files: results, which the worker finds by their prefix, and previews. */
export const savingClasses: readonly ReviewGroup[] = [
  {
    kind: "writes",
    reason: "saves its result under its filename_prefix",
    classes: `
SaveImage SaveLatent
SaveAudio SaveAudioAdvanced SaveAudioMP3 SaveAudioOpus
SaveAnimatedPNG SaveAnimatedWEBP SaveImageAdvanced
Save3DAdvanced SaveGaussianSplat SaveGLB SavePointCloud
SaveText
SaveVideo`,
  },
  {
    kind: "writes",
    reason:
      "saves its result under its filename_prefix, with the whole graph in the file even if ComfyUI runs with --disable-metadata",
    classes: `
SaveSVGNode
SaveWEBM`,
  },
  {
    kind: "writes",
    reason: "saves a preview in the temporary folder",
    classes: `
PreviewImage
PreviewAudio
ImageCompositor
ImageCompare
ImageCropV2
Preview3DAdvanced PreviewGaussianSplat PreviewPointCloud
MaskPreview
SAM3_TrackPreview`,
  },
];
