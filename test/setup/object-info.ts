import { describePreviewImage } from "@pegbar/local/preview/image.ts";
import { hashObjectInfo, parseObjectInfo } from "@pegbar/comfyui";

/** The image that tests register, as a worker with the preview renderer has it. */
export const { objectInfo: previewObjectInfo } = describePreviewImage();
export const previewDigest = hashObjectInfo(parseObjectInfo(previewObjectInfo));
