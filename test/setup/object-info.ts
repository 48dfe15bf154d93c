import { describePreviewImage } from "@pegbar/local/preview/image.ts";
import { hashObjectInfo, parseObjectInfo } from "@pegbar/comfyui";

/** The image that tests register: that of a worker with the preview renderer. */
export const { objectInfo: previewObjectInfo } = describePreviewImage();
export const previewDigest = hashObjectInfo(parseObjectInfo(previewObjectInfo));
