export { formatFrameRate, listExposures, parseFrameRate, type Exposure, type FrameRate } from "@pegbar/frames";
export { CERTIFICATE_NAME, MANIFEST_FORMAT, MANIFEST_NAME, type DeliveredFile, type Manifest } from "./manifest.ts";
export { planDelivery, type DeliveryOptions, type DeliveryPlan } from "./plan.ts";
export { createTimeline, listPictureNames, type PictureSequence } from "./timeline.ts";
export { zipDelivery } from "./zip.ts";
