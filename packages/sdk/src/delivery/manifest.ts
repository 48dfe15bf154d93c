import type { components } from "../schema.ts";

type Asset = components["schemas"]["Asset"];
type Version = components["schemas"]["Version"];

export const MANIFEST_FORMAT = "pegbar-delivery/1";
export const MANIFEST_NAME = "manifest.json";
export const CERTIFICATE_NAME = "certificate.pegbar.json";
export const FRAMES_FOLDER = "frames/";

/** A file of a delivery, except the manifest. */
export interface DeliveredFile {
  /** Relative to the manifest, with `/`. */
  path: string;
  sha256: string;
  bytes: number;
  /** Present for a result. */
  assetId?: string;
  frame?: number | null;
}

/** Contents of a delivery. */
export interface Manifest {
  format: typeof MANIFEST_FORMAT;
  show: string;
  sequence: string;
  shot: string;
  name: string;
  version: number;
  versionId: string;
  status: Version["status"];
  /** Frame rate as a fraction; null without frames. */
  rate: string | null;
  files: DeliveredFile[];
}

/** Describes a version's results as files of a delivery. */
export const listResultFiles = (assets: readonly Asset[]): DeliveredFile[] =>
  assets.map(({ id, filename, sha256, bytes, frame }) => ({
    path: `${FRAMES_FOLDER}${filename}`,
    sha256,
    bytes,
    assetId: id,
    frame,
  }));
