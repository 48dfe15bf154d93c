export { listExposures, type Exposure } from "./exposures.ts";
export { formatFrameRate, parseFrameRate, type FrameRate } from "./frame-rate.ts";
export { CERTIFICATE_NAME, MANIFEST_FORMAT, MANIFEST_NAME, type DeliveredFile, type Manifest } from "./manifest.ts";
export { planDelivery, type DeliveryOptions, type DeliveryPlan } from "./plan.ts";
export { createTimeline, listPictureNames, type PictureSequence } from "./timeline.ts";
export { zipDelivery } from "./zip.ts";
