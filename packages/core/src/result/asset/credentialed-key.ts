/** Name of the file with content credentials: `….v001.signed.png`. */
export const buildCredentialedName = (filename: string): string => filename.replace(/(\.[A-Za-z0-9]+)?$/, ".signed$1");

/**
 * Key prefix of an asset's files with content credentials: the current one, and leftovers of tasks that were killed.
 */
export const buildCredentialedPrefix = (tenantId: string, assetId: string): string =>
  `${tenantId}/credentialed/${assetId}/`;
