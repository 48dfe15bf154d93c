/**
 * Classes of models that ComfyUI 0.33 loads and names in its output: `comfy/model_base.py`, `comfy/text_encoders`, and the
 * decoders of `comfy/sd.py`. Other names may come from a custom node, and are left out.
 */
export const modelClasses: ReadonlySet<string> = new Set(
  `
    ACE15TEModel ACE15TEModel_ ACEStep ACEStep15 Anima AnimaTEModel AnimaTEModel_ AudioAutoencoder
    AudioOobleckVAE AudioVAE AuraFlow AutoencoderKL AutoencoderKLCogVideoX AutoencodingEngine Boogu
    BooguQwen3VLClipModel BooguTEModel BooguTEModel_ CLIPVisionModelProjection
    CausalContinuousVideoTokenizer CausalDiffusionVAE Chroma ChromaRadiance CogVideoX CogVideoXTEModel_
    ControlNet ControlNetFlux CosmosPredict2 CosmosTEModel_ CosmosVideo DepthAnything3 ErnieImage
    ErnieTEModel ErnieTEModel_ Flux Flux2 Flux2TEModel Flux2TEModel_ FluxClipModel FluxClipModel_
    Gemma4TEModel_ GenmoMochi HiDream HiDreamO1 HiDreamO1TE HiDreamTEModel HiDreamTEModel_ Hunyuan3Dv2
    Hunyuan3Dv2_1 HunyuanDiT HunyuanImage21 HunyuanImage21Refiner HunyuanImageTEModel HunyuanVideo
    HunyuanVideo15 HunyuanVideo15_SR_Distilled HunyuanVideoClipModel HunyuanVideoClipModel_
    HunyuanVideoI2V HunyuanVideoSkyreelsI2V Ideogram4 Ideogram4Qwen3VLClipModel Ideogram4Qwen3VLTEModel
    Ideogram4Qwen3VLTEModel_ Ideogram4TEModel Ideogram4TEModel_ JoyImage JoyImageTEModel
    JoyImageTEModel_ Kandinsky5 Kandinsky5Image Kandinsky5TEModel Kandinsky5TEModel_ Krea2
    Krea2Qwen3VLClipModel Krea2TEModel Krea2TEModel_ LTXAV LTXAVTEModel LTXAVTEModel_ LTXV Lens
    LensGptOssClipModel LensTEModel LensTEModel_ LongCatImage LongCatImageTEModel LongCatImageTEModel_
    Lotus Lumina2 LuminaTEModel_ MageFlow MageFlowQwen3VLClipModel MageFlowTEModel MageFlowTEModel_
    MageVAE MiniMaxH3 MiniMaxH3ClipModel MiniMaxH3TEModel MiniMaxH3TEModel_ MiniMaxMusic3
    MiniMaxMusic3TEModel MochiTEModel_ MusicDCAE NewBieTEModel NewBieTEModel_ Omnigen2 Omnigen2TEModel_
    OvisTEModel OvisTEModel_ PiD PixArt PixArtTEModel_ PixelDiTGemma2TE PixelDiTT2I Qwen35ClipModel
    Qwen35TEModel Qwen35TEModel_ Qwen3VLClipModel Qwen3VLTEModel Qwen3VLTEModel_ QwenImage
    QwenImageTEModel QwenImageTEModel_ RT_DETR_v4 SAM3 SAM3ClipModel SD15_instructpix2pix
    SD1CheckpointClipModel SD1ClipModel SD21UNCLIP SD2ClipModel SD3 SD3ClipModel SD3ClipModel_
    SDClipModel SDXL SDXLClipModel SDXLRefiner SDXLRefinerClipModel SDXL_instructpix2pix SD_X4Upscaler
    SV3D_p SV3D_u SVD_img2vid SeedVR2 ShapeVAE StableAudio1 StableAudio3 StableCascadeClipModel
    StableCascade_B StableCascade_C Stable_Zero123 StageA StageC_coder T2IAdapter T5GemmaSDClipModel
    TAEHV TAESD Trellis2 TripoSplat VideoAutoencoderKLWrapper VideoVAE WAN21 WAN21_Camera
    WAN21_CausalAR WAN21_FlowRVS WAN21_HuMo WAN21_SCAIL WAN21_SCAIL2 WAN21_Vace WAN22 WAN22_Animate
    WAN22_S2V WAN22_WanDancer WAN_Animate2 WanTEModel WanVAE ZImagePixelSpace ZImageTEModel
    ZImageTEModel_ _JoyImageClipModel
  `.match(/\w+/g),
);
