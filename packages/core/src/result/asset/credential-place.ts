/** Content types of files that contain their content credentials, as the C2PA library writes them. */
const EMBEDDED: readonly string[] = [
  "image/png",
  "image/apng",
  "image/jpeg",
  "image/webp",
  "image/gif",
  "image/tiff",
  "image/avif",
  "video/mp4",
  "video/quicktime",
  "audio/wav",
  "audio/mpeg",
  "audio/flac",
];
/** Content types whose credentials are a separate file next to the original. */
const SIDECAR = /^(image\/(x-exr|vnd\.radiance)|video\/webm|audio\/ogg(;.*)?|model\/gltf-binary)$/;

/** Where an asset's content credentials are. */
export type CredentialPlace = "file" | "sidecar" | "none";

export function getCredentialPlace({ contentType }: { contentType: string }): CredentialPlace {
  if (EMBEDDED.includes(contentType)) return "file";
  return SIDECAR.test(contentType) ? "sidecar" : "none";
}

/** Content type of the signed file: that of the asset, or of a sidecar. */
export const getCredentialedType = ({ contentType }: { contentType: string }): string =>
  getCredentialPlace({ contentType }) === "sidecar" ? "application/c2pa" : contentType;
