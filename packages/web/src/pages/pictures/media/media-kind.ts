export type MediaKind = "image" | "video" | "audio" | "model" | "other";

/** How a browser shows files of this content type; `other` for those that it can't show. */
export function getMediaKind(contentType: string): MediaKind {
  if (/^image\/(png|jpeg|webp|gif|avif|apng)$/.test(contentType)) return "image";
  if (contentType.startsWith("video/")) return "video";
  if (contentType.startsWith("audio/")) return "audio";
  return contentType === "model/gltf-binary" ? "model" : "other";
}
