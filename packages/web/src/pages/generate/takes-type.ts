import type { FormInput } from "./compose-jobs.ts";

/** Content types of each kind of input. */
const TYPES: Readonly<Record<FormInput["kind"], RegExp>> = {
  image: /^image\//,
  mask: /^image\//,
  video: /^video\/(mp4|quicktime|webm)$/,
  audio: /^(audio|video)\//,
  "3d": /^model\/gltf-binary$/,
  latent: /safetensors$/,
};

/** Whether an input of this kind takes files of this content type. */
export const takesType = (kind: FormInput["kind"], contentType: string): boolean => TYPES[kind].test(contentType);
