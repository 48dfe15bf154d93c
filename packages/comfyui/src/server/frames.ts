import { isRecord } from "../graph.ts";

/** The server's features, in answer to a client's `feature_flags` and at `/features`. */
export const features = {
  supports_preview_metadata: true,
  max_upload_size: 104_857_600,
  node_replacements: false,
  assets: false,
};

/**
 * The features of a client, if this is a message with them; undefined for any other message, which ComfyUI ignores. Only the
 * first message of a socket counts.
 */
export function readClientFeatures(message: string): { readonly wantsMetadata: boolean } | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(message);
  } catch {
    // ComfyUI ignores messages that are not JSON.
    return undefined;
  }
  if (!isRecord(parsed) || parsed["type"] !== "feature_flags") return undefined;
  const flags = parsed["data"];
  return { wantsMetadata: isRecord(flags) && flags["supports_preview_metadata"] === true };
}

const encodeUint32 = (value: number) => {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value);
  return buffer;
};

/** A picture for a binary frame. */
export interface FramePicture {
  readonly bytes: Uint8Array;
  readonly type: "image/jpeg" | "image/png";
}

/** A binary frame with a picture: `PREVIEW_IMAGE`. */
export const encodePreview = ({ bytes, type }: FramePicture): Buffer =>
  Buffer.concat([encodeUint32(1), encodeUint32(type === "image/jpeg" ? 1 : 2), bytes]);

/** The same with its node and prompt, for clients that support it: `PREVIEW_IMAGE_WITH_METADATA`. */
export function encodePreviewWithMetadata({ bytes, type }: FramePicture, nodeId: string, promptId: string): Buffer {
  const about = Buffer.from(
    JSON.stringify({
      node_id: nodeId,
      prompt_id: promptId,
      display_node_id: nodeId,
      parent_node_id: null,
      real_node_id: nodeId,
      image_type: type,
    }),
  );
  return Buffer.concat([encodeUint32(4), encodeUint32(about.length), about, bytes]);
}
