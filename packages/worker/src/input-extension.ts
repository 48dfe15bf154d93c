/** Extensions that differ from the second part of the content type. ComfyUI and FFmpeg choose some readers by them. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  "image/vnd.radiance": "hdr",
  "image/x-exr": "exr",
  "video/quicktime": "mov",
  "audio/mpeg": "mp3",
  "model/gltf-binary": "glb",
  "application/x-safetensors": "latent",
};

/** File name extension of an input in ComfyUI's input folder. */
export const chooseExtension = (contentType: string): string =>
  EXTENSIONS[contentType] ?? contentType.split("/")[1] ?? "bin";
