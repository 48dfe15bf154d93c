import type { MediaWarning } from "@pegbar/core/schema/media-facts.ts";

/** ComfyUI's treatment of files, as seen with ComfyUI 0.33.0, PyAV 18.1.0 and Pillow 13.0.0. */
export const LINEAR_LIGHT: MediaWarning = {
  code: "linear_light",
  message:
    "The values are linear light. ComfyUI passes them on as they are, values above 1 included, and does not convert them " +
    "to sRGB: convert them in the graph, or the picture looks dark.",
};

export const createProfileWarning = (profile: string): MediaWarning => ({
  code: "profile_dropped",
  message: `ComfyUI ignores the colour profile (${profile}), so colours change. Convert the picture to sRGB first.`,
});

export const SIXTEEN_BIT_GREY: MediaWarning = {
  code: "sixteen_bit_grey",
  message:
    "ComfyUI versions that load pictures with Pillow turn 16-bit grey white; ComfyUI 0.33 reads it correctly. Convert it to 16-bit " +
    "RGB to be safe.",
};

export const createAnimationWarning = (frames: number): MediaWarning => ({
  code: "animation_becomes_batch",
  message: `ComfyUI loads all ${frames} frames as a batch: each of them is processed and charged. Upload one frame if that is not wanted.`,
});

export const createPagesWarning = (pages: number): MediaWarning => ({
  code: "first_page_only",
  message: `ComfyUI loads the first of ${pages} pages only. Upload each page as its own file.`,
});

export const JPEG_IN_TIFF: MediaWarning = {
  code: "jpeg_compressed_tiff",
  message:
    "ComfyUI 0.33 decodes JPEG-compressed TIFF to wrong colours or black. Export it with LZW or Deflate compression, or none.",
};
