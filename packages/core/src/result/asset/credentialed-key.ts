import { getCredentialPlace } from "./credential-place.ts";

/** Name of the signed file: `….v001.signed.png`, or `….v001.exr.c2pa` for a sidecar. */
export const buildCredentialedName = ({ filename, contentType }: { filename: string; contentType: string }): string =>
  getCredentialPlace({ contentType }) === "sidecar"
    ? `${filename}.c2pa`
    : filename.replace(/(\.[A-Za-z0-9]+)?$/, ".signed$1");

/**
 * Key prefix of an asset's files with content credentials: the current one, and leftovers of tasks that were killed.
 */
export const buildCredentialedPrefix = (tenantId: string, assetId: string): string =>
  `${tenantId}/credentialed/${assetId}/`;
