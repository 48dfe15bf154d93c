import { describePreviewImage } from "@pegbar/local/preview/image.ts";
import { objectInfoDigest, parseObjectInfo } from "@pegbar/comfyui";

/** The image that tests register, as a worker with the preview renderer has it. */
export const { objectInfo: previewObjectInfo } = describePreviewImage();
export const previewDigest = objectInfoDigest(parseObjectInfo(previewObjectInfo));
