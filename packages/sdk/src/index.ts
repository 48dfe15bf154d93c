export { CERTIFICATE_SUFFIX, shotCertificate } from "./certificate.ts";
export { pegbar, type Pegbar, type PegbarOptions } from "./client.ts";
export { findAssets, type Downloaded, type DownloadOptions, type DownloadProgress } from "./download.ts";
export { PegbarError, type ApiCode, type ClientCode, type ProblemDetail, type QuotaShortage } from "./error.ts";
export { hasEnded, type EventOptions, type JobEvent, type WaitOptions } from "./events.ts";
export type { ModelDraft, ModelOptions } from "./model.ts";
export type { ItemOf, PagedPath, PageQuery } from "./pages.ts";
export type { components, operations, paths } from "./schema.ts";
export type { UploadFile, UploadOptions, UploadProgress } from "./upload.ts";
