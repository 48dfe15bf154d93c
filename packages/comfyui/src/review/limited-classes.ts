import type { ReviewGroup } from "./review-group.ts";

/** Plain classes whose numbers alone could take all of a machine's memory or time: only within limits. */
export const limitedClasses: readonly ReviewGroup[] = [
  {
    kind: "plain",
    // 4096 × 4096 × 128, or 259 frames in 4K.
    maxPixels: 2 ** 31,
    classes: `
EmptyImage EmptyLatentImage
ARVideoI2V EmptyARVideoLatent
BerniniConditioning
WanCameraEmbedding
EmptyChromaRadianceLatentImage
CosmosImageToVideoLatent CosmosPredict2ImageToVideoLatent EmptyCosmosLatentVideo
EmptyFlux2LatentImage
RenderSplat
EmptyHiDreamO1LatentImage
EmptyHunyuanImageLatent EmptyHunyuanLatentVideo EmptyHunyuanVideo15Latent HunyuanImageToVideo
HunyuanVideo15ImageToVideo
Kandinsky5ImageToVideo
EmptyLTXVLatentVideo LTXVImgToVideo
EmptyMiniMaxH3LatentAV
EmptyMochiLatentVideo
EmptyQwenImageLayeredLatentImage
WanSCAILToVideo
EmptySD3LatentImage
StableZero123_Conditioning StableZero123_Conditioning_Batched SV3D_Conditioning
StableCascade_EmptyLatentImage
SVD_img2vid_Conditioning
VOIDInpaintConditioning VOIDWarpedNoise
Wan22FunControlToVideo Wan22ImageToVideoLatent WanAnimate2ToVideo WanAnimateToVideo WanCameraImageToVideo
WanFirstLastFrameToVideo WanFunControlToVideo WanFunInpaintToVideo WanHuMoImageToVideo WanImageToVideo
WanInfiniteTalkToVideo WanPhantomSubjectToVideo WanSoundImageToVideo WanTrackToVideo WanVaceToVideo
WanDancerVideo
WanMoveTrackToVideo`,
  },
  {
    // They compute as many steps as `steps` divided by it.
    kind: "plain",
    limits: { denoise: { smallest: 0.001 } },
    classes: `
KSampler
BasicScheduler`,
  },
  {
    kind: "plain",
    limits: { amount: { max: 1024 } },
    classes: "RepeatImageBatch",
  },
  {
    // It repeats a filter over the whole mask as many times.
    kind: "plain",
    limits: { expand: { min: -1024, max: 1024 } },
    classes: "GrowMask",
  },
  {
    kind: "plain",
    limits: { duration: { max: 3600 } },
    classes: "EmptyAudio",
  },
  {
    // One model call per number.
    kind: "plain",
    limits: { sigmas: { maxLength: 10_000 } },
    classes: "ManualSigmas",
  },
  {
    // It repeats a step until the error is below the tolerance, and never accepts one if `accept_safety` is above 2.57.
    kind: "plain",
    limits: {
      rtol: { min: 0.001, linked: false },
      atol: { min: 0.0001, linked: false },
      accept_safety: { max: 1, linked: false },
      h_init: { min: 0.001, linked: false },
    },
    classes: "SamplerDPMAdaptative",
  },
  {
    // It allocates that many frames of the image's size, in each segment.
    kind: "plain",
    limits: { segment_length: { max: 1024 } },
    classes: "WanDancerPadKeyframes WanDancerPadKeyframesList",
  },
  {
    // An empty `find` puts the replacement after each character. ComfyUI's templates replace in texts of 28,000 characters.
    kind: "plain",
    limits: { string: { maxLength: 40_000 }, replace: { maxLength: 5000 } },
    classes: "StringReplace",
  },
  {
    kind: "plain",
    limits: { texts: { maxLength: 20_000 }, replace: { maxLength: 10_000 } },
    classes: "ReplaceText",
  },
  {
    // It measures each word again for each character, at up to thirty font sizes.
    kind: "plain",
    limits: { text: { maxLength: 2000 } },
    classes: "TextOverlay",
  },
];
